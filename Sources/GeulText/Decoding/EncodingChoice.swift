/// In which encoding a file is read.
public enum EncodingChoice: Hashable, Sendable {
  /// The one that its bytes look like.
  case auto
  /// The one that was named.
  case named(TextEncoding)

  /// The choice that a person wrote: `auto`, or a name as for ``TextEncoding/init(named:)``.
  ///
  /// Throws ``TextError/unknownEncoding(name:nearest:)``.
  public init(_ name: String) throws(TextError) {
    self = name.lowercased() == "auto" ? .auto : .named(try TextEncoding(named: name))
  }

  /// `auto`, or the encoding's name.
  public var name: String {
    switch self {
    case .auto: "auto"
    case .named(let encoding): encoding.name
    }
  }
}
