/// One choice between two: what is known of it, its probability, and what is learnt from how it went.
extension ContextMixing {
  /// Where in the tree of symbols a choice stands, and what leads to what is known of it.
  struct Node {
    /// A 1 and the bits so far.
    var path = 1
    var lane = 0
    var latest = 0
    var pair = 0
    /// Where in its buckets, and in the tables of estimates.
    var place = 1
    var pairPlace = 0
    var triplePlace = 0
    /// The match's symbol and length, and what it expects of the bit; -1 for nothing.
    var matched = 0
    var matchLength = 0
    var matchedBit = -1
    var matchedPlace = 0
    /// Contexts that have a history.
    var known = 0
    /// Estimates that refined the probability.
    var refined = (0, 0)
  }

  /// Where each input of the mixers stands.
  enum Input {
    /// For each context three: by its history's estimate, twice, and by its counts.
    static let contexts = 0
    static let single = 3 * LaneContexts.count
    static let pair = single + 1
    static let triple = single + 2
    static let match = single + 3
    static let network = single + 6
    static let bias = single + 7
    static let count = single + 8

    /// The weights at first.
    static let start: [Float] = (0..<count).map { index in
      index < single ? (index % 3 == 0 ? 0.16 : 0) : index == network ? 0.4 : 0.16
    }
  }

  /// Begins a lane's next symbol.
  @inline(__always)
  mutating func begin(_ lane: Int) {
    node.path = 1
    node.lane = lane
    node.latest = lanes[lane].latest
    node.pair = Int(truncatingIfNeeded: lanes[lane].pair)
    let expected = match.expected(lane, lanes)
    node.matched = expected?.symbol ?? 0
    node.matchLength = expected?.length ?? 0
  }

  /// Loads the mixers' inputs for a choice.
  @inline(__always)
  mutating func load(_ level: Int, _ expected: ExpectedSymbols?) {
    if level % 4 == 0 {
      for context in 0..<LaneContexts.count {
        buckets[context] = tables[context].bucket(
          LaneContexts.hash(lanes[node.lane].hashes[context], UInt64(node.path)))
      }
      node.place = 1
    }
    node.known = 0
    for context in 0..<LaneContexts.count {
      let history = tables[context][buckets[context] + node.place]
      let at = Input.contexts + 3 * context
      guard history > 0 else {
        (x[at], x[at + 1], x[at + 2]) = (0, 0, 0)
        continue
      }
      node.known += 1
      let estimate = histories[context][history]
      x[at] = Logistic.stretched[estimate]
      x[at + 1] = Self.centred(estimate)
      x[at + 2] = BitHistory.odds[history]
    }
    loadEstimates()
    loadMatch(level)
    x[Input.network] = expected?.odds(node.path, level, depth: alphabet.depth) ?? 0
    x[Input.bias] = 0.3
  }

  /// -2 to 2 for an estimate from 0 to 1.
  @inline(__always)
  private static func centred(_ estimate: Int) -> Float {
    Float(estimate - Logistic.steps / 2) * (1 / Float(Logistic.steps / 4))
  }

  @inline(__always)
  private mutating func loadEstimates() {
    let mask = pairs.count - 1
    node.pairPlace = (node.latest &* 0x9E37_79B1 &+ node.path &* 0x85EB_CA6B) >> 7 & mask
    node.triplePlace = (node.pair &+ node.path &* 0x85EB_CA6B) >> 7 & mask
    x[Input.single] = Logistic.stretched[singles[node.path]]
    x[Input.pair] = Logistic.stretched[pairs[node.pairPlace]]
    x[Input.triple] = Logistic.stretched[triples[node.triplePlace]]
  }

  @inline(__always)
  private mutating func loadMatch(_ level: Int) {
    let shift = alphabet.depth - level
    let matched = node.matched | 1 << alphabet.depth
    guard node.matchLength > 0, matched >> shift == node.path else {
      node.matchedBit = -1
      for index in 0..<3 { x[Input.match + index] = 0 }
      return
    }
    node.matchedBit = matched >> (shift - 1) & 1
    node.matchedPlace =
      (node.matched &* 0x9E37_79B1 &+ node.path &* 0xC2B2_AE35) >> 7 & (pairs.count - 1)
    let estimate = matches[node.matchLength * 2 + node.matchedBit]
    x[Input.match] = Logistic.stretched[estimate]
    x[Input.match + 1] = Self.centred(estimate)
    x[Input.match + 2] = Logistic.stretched[matchedSymbols[node.matchedPlace]]
  }

  /// The probability of a 1, within 2⁻²² and 1 - 2⁻²².
  @inline(__always)
  mutating func mix(_ level: Int) -> Float {
    let length = node.matchedBit < 0 ? 0 : 1 + min(15, node.matchLength / 4)
    y[0] = mixers[0].mix(x, set: length * 9 + node.known)
    y[1] = mixers[1].mix(x, set: (node.latest & 0xFF) << 3 | min(level, 7))
    y[2] = mixers[2].mix(x, set: node.path & 0x3FF)
    y[3] = 0.3
    y[4] = x[Input.network]
    let sum = last.mix(y, set: node.latest & 0xFF)
    let (step, share) = Refinement.step(sum)
    let one = Refinement.row((node.latest &* 0x9E37_79B1 &+ node.path &* 0x85EB_CA6B) >> 7)
    let two = Refinement.row((node.pair &+ node.path &* 0xC2B2_AE35) >> 7)
    let refined =
      Refinement.value(refinements[0], one + step, share)
      + Refinement.value(refinements[1], two + step, share)
    let nearer = share > 0.5 ? step + 1 : step
    node.refined = (one + nearer, two + nearer)
    let probability = last.probability * 0.5 + refined * 0.25
    let least = 1 / Float(Self.total)
    return min(max(probability, least), 1 - least)
  }

  /// Learns from the bit that came.
  @inline(__always)
  mutating func learn(_ bit: Int) {
    for context in 0..<LaneContexts.count {
      let place = buckets[context] + node.place
      histories[context].learn(tables[context][place], bit)
      tables[context].add(bit, at: place, BitHistory.next)
    }
    node.place = node.place << 1 | bit
    singles.learn(node.path, bit)
    pairs.learn(node.pairPlace, bit)
    triples.learn(node.triplePlace, bit)
    if node.matchedBit >= 0 {
      matches.learn(node.matchLength * 2 + node.matchedBit, bit)
      matchedSymbols.learn(node.matchedPlace, bit)
    }
    // Much is learnt at first.
    let rate = max(0.002, 0.03 / (1 + Float(symbolsSoFar) / 4000))
    for index in mixers.indices { mixers[index].learn(x, bit, rate: rate) }
    last.learn(y, bit, rate: rate / 2)
    refinements[0].learn(node.refined.0, bit)
    refinements[1].learn(node.refined.1, bit)
  }
}
