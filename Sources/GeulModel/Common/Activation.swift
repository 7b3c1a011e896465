/// The nonlinearity of a layer without gates.
public enum Activation: String, Sendable, Codable, CaseIterable {
  case tanh
  case relu
  case sigmoid

  /// The kernels' number.
  var number: Int32 {
    switch self {
    case .tanh: 0
    case .relu: 1
    case .sigmoid: 2
    }
  }
}
