import GeulCompute

/// Draws symbols from what a chain of filters leaves of a distribution.
///
/// Each choice takes one number of the random stream, the inverse of the cumulative distribution in the order of ids;
/// at temperature 0 it takes none. So a seed is a text, whatever the threads.
public struct Sampler: Sendable {
  private var chain: SamplingChain
  private var random: RandomStream

  /// A sampler that draws from `random`. Stops the program if `settings` has a flaw.
  public init(_ settings: SamplingSettings, random: RandomStream) {
    chain = SamplingChain(settings)
    self.random = random
  }

  /// A sampler whose draws are those of sample `seed`.
  public init(_ settings: SamplingSettings, seed: UInt64) {
    self.init(settings, random: RandomStream(seed: seed, purpose: RandomPurpose.text))
  }

  /// How symbols are chosen.
  public var settings: SamplingSettings { chain.settings }

  /// Chooses a symbol given ln p of each (V). Cost: O(V) on average.
  ///
  /// `excluded` may not come; `recent` ends with the latest symbol. Where no symbol has a probability, as in a model
  /// whose weights are no longer numbers, it is the first that may come; nil if none may.
  public mutating func choose(
    _ logProbabilities: UnsafeBufferPointer<Float>, excluding excluded: [UInt32] = [],
    after recent: [UInt32] = []
  ) -> UInt32? {
    chain.apply(logProbabilities, excluding: excluded, after: recent)
    guard !chain.isEmpty else {
      let excluded = Set(excluded)
      return (0..<UInt32(logProbabilities.count)).first { !excluded.contains($0) }
    }
    return chain.draw(settings.temperature == 0 ? 0 : random.uniform())
  }
}
