/// The rule that turns gradients into new parameters.
public enum OptimizerKind: String, Sendable, Codable, CaseIterable {
  /// Kingma and Ba 2015: β 0.9 and 0.999, ε 1e-8.
  case adam
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  case adamw
  /// Tieleman and Hinton 2012: α 0.95, ε 1e-8 (char-rnn's).
  case rmsprop
  /// Stochastic gradient descent with momentum.
  case sgd

  /// Buffers of the parameters' size that the rule carries along.
  var momentCount: Int {
    switch self {
    case .adam, .adamw: 2
    case .rmsprop, .sgd: 1
    }
  }
}
