import GeulCompute

extension ParameterSlot {
  /// Sets this slot (V), the bias of a model's output, so that a last layer of zeros predicts symbols as often as
  /// `counts` (V) has them.
  ///
  /// Biases are ln((count + 1) / (sum + V)): Laplace's rule keeps a symbol that was not seen possible.
  /// That an output's bias starts at the prior is from Lin et al. 2017, "Focal loss", section 3.3.
  func startAtFrequencies(_ counts: [Int], in parameters: FloatBuffer) {
    precondition(counts.count == count, "\(counts.count) counts for \(count) symbols")
    let total = Double(counts.reduce(0, +) + counts.count)
    for (index, count) in zip(range, counts) {
      parameters.pointer[index] = Float(ExactFunctions.logarithm(Double(count + 1) / total))
    }
  }
}
