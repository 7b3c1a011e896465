extension RecurrentModel {
  /// Sets the projection's bias so that hidden states of zero predict symbols as often as `counts` (V) has them.
  public func startAtFrequencies(_ counts: [Int]) {
    slots.projectionBias.startAtFrequencies(counts, in: parameters)
  }
}
