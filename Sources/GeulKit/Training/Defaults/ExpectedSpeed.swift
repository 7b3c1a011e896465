import GeulCompute

/// How many symbols a second a processor of this kind will learn from, to about a factor of two.
///
/// A table and no trial, so that what is chosen by it does not change from one run to the next on a machine.
struct ExpectedSpeed {
  /// Multiply-adds a second of one worker, as training steps of two layers of 512 units reached them on such processors.
  let multiplyAdds: Double
  /// Workers.
  let threads: Int

  /// That of this processor, with products of this kind.
  init(_ kind: ProductKind, threads: Int) {
    multiplyAdds = Self.multiplyAdds(of: kind)
    self.threads = threads
  }

  /// Symbols a second of a model with so many weights that a symbol is multiplied by; each is multiplied once on the way
  /// forward and twice on the way back.
  func symbols(weights: Int) -> Double {
    // Small products do not fill the units that multiply.
    let filled = Double(weights) / (Double(weights) + 300_000)
    return multiplyAdds * Double(threads) * filled / (3 * Double(max(1, weights)))
  }

  private static func multiplyAdds(of kind: ProductKind) -> Double {
    switch kind {
    case .bf16: Processor.hasBrainFloatTiles ? 160e9 : 60e9
    case .fp32, .fused, .int8: Processor.vectors == "avx512" ? 45e9 : 22e9
    case .reference: 1e9
    }
  }
}
