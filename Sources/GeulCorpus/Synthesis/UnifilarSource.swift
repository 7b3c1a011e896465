/// A source of symbols with hidden states in which state and symbol determine the next state.
///
/// It emits symbol x in state s with probability P(x|s) and goes to state δ(s, x). Once the state
/// is known it stays known, so that the entropy rate has a closed form (Crutchfield and Young,
/// "Inferring statistical complexity", Physical Review Letters 63, 1989):
///
///     h = Σ π(s) H(P(·|s)),   π(t) = Σ π(s) P(x|s) over all s, x with δ(s, x) = t
///
/// No model can do better on average, and one that knows the source does as well. A hidden Markov
/// source of the general kind chooses the next state at random: there an observer never knows the
/// state, what is known of it takes infinitely many values, and the rate is an integral over
/// these for which no closed form is known (Blackwell, 1957). A Markov chain of order k is the
/// special case whose state is the last k symbols.
///
/// Probabilities are whole multiples of 2⁻³¹, so that the text can be drawn exactly from them.
public struct UnifilarSource: Sendable {
  /// What the weights of a state add up to.
  static let total: UInt32 = 1 << 31

  /// The number of states, S.
  public let stateCount: Int
  /// The number of symbols, N.
  public let symbolCount: Int

  /// P(x|s) in units of 2⁻³¹: (S, N).
  let weights: [UInt32]
  /// δ(s, x), read only where the weight is positive: (S, N).
  let successors: [UInt32]

  /// A source of these weights and successors, each (S, N), every row of weights adding up to 2³¹.
  ///
  /// Its states must be one recurrent class without a period: each must lead to each other.
  init(stateCount: Int, symbolCount: Int, weights: [UInt32], successors: [UInt32]) {
    precondition(
      weights.count == stateCount * symbolCount && successors.count == weights.count,
      "\(stateCount) states of \(symbolCount) symbols, and \(weights.count) weights")
    for row in stride(from: 0, to: weights.count, by: symbolCount) {
      let sum = weights[row..<row + symbolCount].reduce(UInt64(0)) { $0 + UInt64($1) }
      precondition(sum == UInt64(Self.total), "a row of weights adds up to \(sum)")
    }
    self.stateCount = stateCount
    self.symbolCount = symbolCount
    self.weights = weights
    self.successors = successors
  }

  /// P(x|s).
  public func probability(of symbol: Int, in state: Int) -> Double {
    Double(weights[state * symbolCount + symbol]) / Double(Self.total)
  }

  /// δ(s, x); of no meaning where the probability is 0.
  public func successor(of state: Int, on symbol: Int) -> Int {
    Int(successors[state * symbolCount + symbol])
  }
}

extension UnifilarSource {
  /// The even process: between two of symbol 0, symbol 1 stands an even number of times.
  ///
  /// No finite past tells whether a run of 1 that began before it is even. In its first state it
  /// emits 0 with `probability` and stays, or 1 and goes to the second, which emits 1 and goes back;
  /// so π = (1, 1 - p) / (2 - p), and h = H(p) / (2 - p).
  public static func evenProcess(probability: Double) -> UnifilarSource {
    precondition(probability > 0 && probability < 1, "a probability of \(probability)")
    let zero = UInt32((probability * Double(total)).rounded())
    return UnifilarSource(
      stateCount: 2, symbolCount: 2, weights: [zero, total - zero, 0, total],
      successors: [0, 1, 0, 0])
  }
}
