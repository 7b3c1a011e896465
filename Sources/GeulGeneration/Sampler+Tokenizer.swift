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
  /// The symbols that are not text: the unknown one, where there is one.
  public var symbolsWithoutText: Set<UInt32> { unit == .byte ? [] : [Vocabulary.unknownID] }
}
