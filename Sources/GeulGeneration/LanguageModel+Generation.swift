import GeulCompute
import GeulLanguage

extension LanguageModel {
  /// Writes `length` symbols that continue `prompt`, and returns them as text, without the prompt.
  ///
  /// The same model, prompt, settings and `seed` give the same text. Characters of the prompt that the
  /// model does not know are read by their bytes, or as the unknown symbol; neither is ever written.
  /// For text that appears as it is written, or goes on later, use `TextSession`.
  /// Stops the program if `settings` has a flaw.
  public func generate(
    prompt: String = "", length: Int = 400, settings: SamplingSettings = SamplingSettings(),
    seed: UInt64 = 1
  ) -> String {
    let pool = WorkerPool(count: WorkerPool.defaultCount)
    let session = TextSession(self, pool: pool)
    session.read(prompt)
    var sampler = Sampler(settings, seed: seed)
    return session.write(WritingSettings(length: length), sampler: &sampler).text
  }
}
