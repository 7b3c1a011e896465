/// The choices that make an n-gram model; everything but what was counted.
public struct NGramConfiguration: Sendable, Equatable {
  /// N, Markov's order: symbols of context. 0 is the unigram, 1 the Markov chain; others call this an (N + 1)-gram.
  public var order: Int
  /// How unseen continuations get probability.
  public var smoothing: Smoothing
  /// k; used by `.addK` alone.
  public var pseudocount: Double
  /// V, the number of symbols.
  public var vocabulary: Int

  /// A configuration; `vocabulary` is V.
  public init(
    order: Int = 5, smoothing: Smoothing = .kneserNey, pseudocount: Double = 0.1, vocabulary: Int
  ) {
    self.order = order
    self.smoothing = smoothing
    self.pseudocount = pseudocount
    self.vocabulary = vocabulary
  }

  /// The longest context there can be.
  public static let mostOrder = 31

  /// What is wrong with the choices, or nil.
  public var flaw: String? {
    if order < 0 || order > Self.mostOrder {
      return "order must be 0 to \(Self.mostOrder), not \(order)"
    }
    if !(pseudocount > 0 && pseudocount <= 1e6) {
      return "pseudocount must be above 0 and at most 1000000, not \(pseudocount)"
    }
    if vocabulary < 1 || vocabulary > 1 << 24 {
      return "vocabulary must be 1 to 16777216, not \(vocabulary)"
    }
    return nil
  }
}
