import GeulCompute
import GeulGeneration
import GeulText

extension LanguageModel {
  /// Writes `length` symbols that continue `prompt`, and returns them as text, without the prompt.
  ///
  /// The same model, prompt, settings and `seed` give the same text. Characters of the prompt that the
  /// model does not know are read as the unknown symbol, and the unknown symbol is never written.
  /// For text that appears as it is written, or goes on later, use `TextSession`.
  /// Stops the program if `settings` has a flaw.
  public func generate(
    prompt: String = "", length: Int = 400, settings: SamplingSettings = SamplingSettings(),
    seed: UInt64 = 1
  ) -> String {
    let pool = WorkerPool(count: WorkerPool.processorCount)
    let session = TextSession(self, pool: pool)
    session.read(prompt)
    var sampler = Sampler(settings, seed: seed, tokenizer: tokenizer)
    return session.write(length: length, sampler: &sampler).text
  }
}

extension Sampler {
  /// The stream of a seed that text is drawn from; weights and masks are drawn from others.
  private static let purpose: UInt64 = 2

  /// A sampler that writes only what `tokenizer` has text for.
  public init(_ settings: SamplingSettings, seed: UInt64, tokenizer: Tokenizer) {
    self.init(
      settings, random: RandomStream(seed: seed, purpose: Self.purpose),
      excluding: tokenizer.symbolsWithoutText)
  }
}
