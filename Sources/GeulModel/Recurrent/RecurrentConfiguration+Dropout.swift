/// When it is drawn anew which units training drops.
public enum DropoutMasks: String, Sendable, Codable, CaseIterable {
  /// At every step (Zaremba et al. 2014, arXiv 1409.2329).
  case step
  /// Once a chunk for each lane: variational, or locked, dropout (Gal and Ghahramani 2016, arXiv 1512.05287).
  case chunk
}

/// What training drops.
extension RecurrentConfiguration {
  /// Probability with which an output of a layer is dropped.
  func dropRate(ofLayer layer: Int) -> Float {
    layer == layers - 1 ? outputDropout ?? dropout : dropout
  }

  /// Whether the projection reads more than one layer.
  var sumsOutputs: Bool { outputs == .sum && layers > 1 }

  /// Whether training drops anything.
  var drops: Bool {
    dropout > 0 || inputDropout > 0 || outputDropout ?? 0 > 0 || weightDropout > 0
  }

  /// What is wrong with the probabilities, by the names of the command's flags; or nil.
  var dropoutFlaw: String? {
    let rates = [
      ("input-dropout", inputDropout), ("output-dropout", outputDropout ?? 0),
      ("weight-dropout", weightDropout),
    ]
    for (name, rate) in rates where !(rate >= 0 && rate < 1) {
      return "\(name) must be at least 0 and below 1, not \(rate)"
    }
    if input == .oneHot && inputDropout > 0 {
      return "input-dropout needs an embedding, and the input is onehot"
    }
    return nil
  }
}
