/// What a safetensors file says of one tensor: elements in C order, little-endian.
public struct TensorDescriptor: Sendable {
  /// The name, told apart from others scalar by scalar.
  public let name: String

  /// The type of the elements.
  public let type: TensorType

  /// The extents, the slowest first; empty for a single number.
  public let shape: [Int]

  /// Where the bytes lie in the file, counted from its start.
  public let byteRange: Range<Int>
}

extension TensorDescriptor: Equatable {
  /// Whether all parts are the same, the names scalar by scalar.
  public static func == (left: Self, right: Self) -> Bool {
    ExactString(left.name) == ExactString(right.name) && left.type == right.type
      && left.shape == right.shape && left.byteRange == right.byteRange
  }
}
