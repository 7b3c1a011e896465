import GeulText

/// What would explain an error at each symbol of a text, whichever model makes it.
public struct ErrorReasons: Sendable {
  /// The kind of each symbol's character.
  public let kinds: [SymbolKind]
  /// Whether each symbol stands at most ``rareCount`` times in the training text.
  public let isRare: [Bool]
  /// The first rung that explains an error, the boost left out, which is the model's.
  private let rungs: [ErrorRung]

  /// Words and symbols that stand no more often in the training text are rare.
  public static let rareCount = 5

  /// The reasons at each of some ids but the first `context`, which are only remembered.
  ///
  /// `oracle` says where n-grams have it, `census` how often the words, and `symbolCounts` how often the symbols stand in the
  /// training text.
  public init(
    ids: [UInt32], context: Int, words: TextWords, oracle: [Bool], census: WordCensus,
    symbolCounts: [Int]
  ) {
    let places = context..<ids.count
    precondition(oracle.count == places.count, "\(oracle.count) of \(places.count) symbols")
    kinds = places.map { words.parts[$0].kind }
    isRare = places.map { symbolCounts[Int(ids[$0])] <= Self.rareCount }
    // For each word where the same word began before it.
    var latest: [UInt64: Int] = [:]
    let earlier = words.keys.indices.map { word -> Int? in
      defer { latest[words.keys[word]] = words.starts[word] }
      return latest[words.keys[word]]
    }
    rungs = places.map { place in
      if oracle[place - context] { return .ngram }
      let word = Int(words.words[place])
      if word < 0 {
        let kind = words.parts[place].kind
        return kind == .punctuation || kind == .lineFeed ? .punctuation : .rest
      }
      if let before = earlier[word], !words.isStart[place],
        let memory = ErrorRung.memories.first(where: { place - before <= $0.symbols })
      {
        return memory.rung
      }
      if census.counts[words.keys[word]] ?? 0 <= Self.rareCount { return .rareWord }
      return words.isStart[place] ? .wordStart : .rest
    }
  }

  /// The rung of an error at a place by a model that gave the symbol e to the minus `nats`.
  public func rung(at place: Int, nats: Float) -> ErrorRung {
    let rung = rungs[place]
    return rung == .rest && Double(nats) <= ErrorLadder.boostedNats ? .boost : rung
  }
}
