/// One tensor's place in the flat parameter buffer.
public struct ParameterSlot: Sendable, Equatable {
  /// How the tensor starts.
  public enum Initializer: Sendable, Equatable {
    /// Uniform in -bound ..< bound.
    case uniform(bound: Float)
    /// Normal with this standard deviation.
    case normal(deviation: Float)
    case zero
    /// Zero, but 1 in the forget gate's rows H ..< 2H (Jozefowicz et al. 2015).
    case forgetBias(hidden: Int)
  }

  /// PyTorch's name.
  public let name: String
  /// Rows first; C order.
  public let shape: [Int]
  /// Index of the first element.
  public let offset: Int
  /// How the tensor starts.
  public let initializer: Initializer

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }
  /// The elements' indices.
  public var range: Range<Int> { offset..<offset + count }
}
