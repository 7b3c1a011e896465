import GeulCompute
import Glibc

extension RecurrentModel {
  /// Sets the projection's bias so that hidden states of zero predict symbols as often as `counts` (V) has them.
  ///
  /// Biases are ln((count + 1) / (sum + V)): Laplace's rule keeps a symbol that was not seen possible.
  /// That an output's bias starts at the prior is from Lin et al. 2017, "Focal loss", section 3.3.
  public func startAtFrequencies(_ counts: [Int]) {
    precondition(
      counts.count == vocabularySize, "\(counts.count) counts for \(vocabularySize) symbols")
    let total = Double(counts.reduce(0, +) + counts.count)
    for (index, count) in zip(slots.projectionBias.range, counts) {
      parameters.pointer[index] = Float(log(Double(count + 1) / total))
    }
  }
}
