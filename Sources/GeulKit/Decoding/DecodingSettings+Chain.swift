import GeulGeneration

extension DecodingSettings {
  /// How a symbol is chosen, step by step, in words.
  public var chain: String {
    var steps = ["what may not come is left out"]
    if let beam {
      let kind =
        sampling.temperature == 0
        ? "the most probable texts" : "different texts, drawn (stochastic beam search)"
      // Where a beam takes the most probable, filters apply as at temperature 1.
      var filters = sampling
      if filters.temperature == 0 { filters.temperature = 1 }
      steps += filters.steps.dropLast() + ["a beam of \(beam): \(kind)"]
    } else {
      steps += sampling.steps
    }
    return steps.joined(separator: " → ")
  }
}
