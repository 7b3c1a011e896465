import GeulStorage

/// How a symbol enters the first layer.
public enum InputEncoding: Sendable, Equatable {
  /// A learnt vector of this many numbers for each symbol.
  case embedding(Int)
  /// A vector of V zeros with a one; the first layer's weights have V columns.
  case oneHot

  /// The number of dimensions, or `onehot`.
  public var json: JSONValue {
    switch self {
    case .embedding(let size): .integer(Int64(size))
    case .oneHot: "onehot"
    }
  }

  /// Reads what `json` wrote as the member `embedding`; throws `StorageError.corrupt` where it is something else.
  init(_ reader: JSONReader) throws(StorageError) {
    let embedding = try reader.member(at: "embedding")
    self =
      embedding.value == "onehot"
      ? .oneHot : .embedding(try reader.integer(at: "embedding", in: 1...65_536))
  }
}
