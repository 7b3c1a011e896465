import GeulCompute
import GeulText

extension Sampler {
  /// A sampler that writes only what `tokenizer` has text for.
  public init(_ settings: SamplingSettings, seed: UInt64, tokenizer: Tokenizer) {
    self.init(
      settings, random: RandomStream(seed: seed, purpose: RandomPurpose.text),
      excluding: tokenizer.symbolsWithoutText)
  }
}

extension Tokenizer {
  /// The symbols that are not text by themselves: the unknown one, or the bytes that spell strange scalars.
  ///
  /// Drawn one by one such bytes seldom make a character. In units of bytes all symbols are text.
  public var symbolsWithoutText: Set<UInt32> {
    unit == .byte ? [] : Set(0..<UInt32(vocabulary.reservedCount))
  }
}
