/// Sources drawn at random from a seed, all in whole numbers.
extension UnifilarSource {
  /// The symbol that is the line feed in random sources.
  static let lineFeed = 0

  /// The line feed's probability in every state is 1/64, so that lines have 63 other symbols on average.
  private static let lineFeedWeight = total / 64

  /// A Markov chain of order k, whose states are the last k symbols: S = N^k.
  ///
  /// Every probability is positive, so each state leads to each other.
  static func markov(
    order: Int, symbols: Int, concentration: Double, seed: UInt64
  ) -> UnifilarSource {
    let states = (0..<order).reduce(1) { count, _ in count * symbols }
    var random = SplitMix(seed: seed, purpose: 1)
    let weights = randomWeights(states, symbols, concentration, &random)
    let successors = (0..<states * symbols).map { UInt32($0 % states) }
    return UnifilarSource(
      stateCount: states, symbolCount: symbols, weights: weights, successors: successors)
  }

  /// A random unifilar source of S states that is Markov of no finite order, if S is at least 2.
  ///
  /// Symbol 1 leads from each state to the next, round and round: each state leads to each other,
  /// and a run of it, however long, does not tell the state before it from another. The line feed
  /// leads to state 0, so that one who reads soon knows the state. All others lead anywhere.
  static func hidden(
    states: Int, symbols: Int, concentration: Double, seed: UInt64
  ) -> UnifilarSource {
    var random = SplitMix(seed: seed, purpose: 2)
    let weights = randomWeights(states, symbols, concentration, &random)
    var successors = (0..<states * symbols).map { _ in UInt32(random.below(states)) }
    for state in 0..<states {
      successors[state * symbols + lineFeed] = 0
      successors[state * symbols + 1] = UInt32((state + 1) % states)
    }
    return UnifilarSource(
      stateCount: states, symbolCount: symbols, weights: weights, successors: successors)
  }

  /// Rows of weights, each near to a draw from the symmetric Dirichlet distribution.
  ///
  /// Each row is an urn (Blackwell and MacQueen, Annals of Statistics 1, 1973): sixteen draws for
  /// each symbol, of which one is new with the weight of the prior, and else repeats an earlier one.
  /// The shares of such an urn are Dirichlet's in the limit. It needs no logarithm or power, whose
  /// last bits differ between machines.
  private static func randomWeights(
    _ states: Int, _ symbols: Int, _ concentration: Double, _ random: inout SplitMix
  ) -> [UInt32] {
    let others = symbols - 1
    // A symbol's share of the prior, and the weight of one draw beside it.
    let unit = 1024
    let prior = max(1, Int((concentration * Double(unit)).rounded()))
    let draws = 16 * others
    var weights = [UInt32](repeating: 0, count: states * symbols)
    var drawn = [Int](repeating: 0, count: draws)
    var shares = [Int](repeating: 0, count: others)
    for state in 0..<states {
      for symbol in 0..<others { shares[symbol] = prior }
      for draw in 0..<draws {
        let place = random.below(prior * others + unit * draw)
        let isNew = place < prior * others
        drawn[draw] = isNew ? place / prior : drawn[(place - prior * others) / unit]
        shares[drawn[draw]] += unit
      }
      let row = state * symbols
      weights[row + lineFeed] = lineFeedWeight
      apportion(shares, of: Int(total - lineFeedWeight)) { weights[row + 1 + $0] = UInt32($1) }
    }
    return weights
  }

  /// Divides `total` in whole parts by the shares; the largest takes what rounding leaves.
  private static func apportion(_ shares: [Int], of total: Int, _ assign: (Int, Int) -> Void) {
    let sum = shares.reduce(0, +)
    var left = total
    var largest = 0
    for (index, share) in shares.enumerated() {
      left -= share * total / sum
      if share > shares[largest] { largest = index }
    }
    for (index, share) in shares.enumerated() {
      assign(index, share * total / sum + (index == largest ? left : 0))
    }
  }
}
