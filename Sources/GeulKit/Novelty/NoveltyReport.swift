import GeulCorpus
import GeulStorage
import GeulText
import GeulWork

/// What of a text is copied from a training corpus, and what is its own.
public struct NoveltyReport: Sendable {
  /// How many characters of stretches are looked at: 4, 8, 12, 16, 24 and 32.
  public static let sizes = [4, 8, 12, 16, 24, 32]
  /// The fewest characters of a copy, where nobody says.
  public static let leastCopy = 16

  /// Where stretches of n characters of the text were seen.
  public struct Share: Equatable, Sendable {
    /// n
    public let n: Int
    /// The share of them that is in the training text.
    public let training: Double
    /// The share that is in the text held out of training; nil where there is none.
    public let heldOut: Double?
    /// The share that is in neither.
    public let neither: Double
  }

  /// Characters of the text.
  public let characters: Int
  /// Symbols of the text; its characters where the corpus is a file.
  public let symbols: Int
  /// Verbatim copies, the longest first, none over another.
  public let copies: [VerbatimCopy]
  /// The words of the copies.
  public let texts: [String]
  /// For each size.
  public let shares: [Share]

  /// What a text of an n-gram model of the same training text has of it; nil where none was asked for.
  public let baseline: Baseline?

  /// How much an n-gram model copies.
  public struct Baseline: Equatable, Sendable {
    /// Symbols that it looks at, the one it chooses among them.
    public let order: Int
    /// Symbols that it wrote, as many as the text has, at most 100,000.
    public let symbols: Int
    /// The share of its stretches that is in the training text, for each size.
    public let shares: [Double]
    /// The share of its characters that are in copies.
    public let copied: Double
    /// Characters of the longest copy.
    public let longest: Int

    static let standardOrder = 5
    static let mostSymbols = 100_000
  }

  /// Looks for a text's characters in a corpus, which passes by once, so that memory depends on the text alone; by `pool`, if
  /// there is one, an n-gram model of the corpus is counted to compare with.
  ///
  /// Throws `RequestError` for a text that is too long, `StorageError` or `WorkStopped`.
  public init(
    of scalars: [UInt32], symbols: Int, in corpus: NoveltyCorpus,
    leastCopy: Int = NoveltyReport.leastCopy, baselineBy pool: WorkerPool? = nil,
    stop: StopRequest = StopRequest()
  ) throws {
    guard scalars.count <= CopySearch.mostCharacters else {
      throw RequestError.usage(
        "a text of \(Figures.grouped(scalars.count)) characters is too long to look for copies in; at most "
          + "\(Figures.grouped(CopySearch.mostCharacters)): give a part of it")
    }
    var search = CopySearch(scalars)
    try corpus.pass(corpus.training, to: &search, stop: stop)
    let seen = search.matches()
    search.restart()
    try corpus.pass(corpus.heldOut, to: &search, stop: stop)
    let others = search.matches()
    characters = scalars.count
    self.symbols = symbols
    copies = CopySearch.copies(seen, atLeast: leastCopy)
    texts = copies.map { String(scalars: scalars[$0.textStart..<$0.textStart + $0.length]) }
    shares = Self.sizes.filter { $0 <= scalars.count }.map { n in
      let both = zip(seen, others).map { (length: max($0.length, $1.length), end: 0) }
      return Share(
        n: n, training: CopySearch.share(seen, n: n),
        heldOut: corpus.heldOut.isEmpty ? nil : CopySearch.share(others, n: n),
        neither: 1 - CopySearch.share(both, n: n))
    }
    baseline = try pool.map {
      try Self.baseline(corpus, min(symbols, Baseline.mostSymbols), leastCopy, $0, stop)
    }
  }

  /// The same of a text that is encoded.
  public init(
    of text: TokenSequence, in corpus: NoveltyCorpus, leastCopy: Int = NoveltyReport.leastCopy,
    baselineBy pool: WorkerPool? = nil, stop: StopRequest = StopRequest()
  ) throws {
    var scalars: [UInt32] = []
    try text.decode(0..<text.count, tokenizer: corpus.tokenizer) { scalars += $0 }
    try self.init(
      of: scalars, symbols: text.count, in: corpus, leastCopy: leastCopy, baselineBy: pool,
      stop: stop)
  }

  private static func baseline(
    _ corpus: NoveltyCorpus, _ symbols: Int, _ leastCopy: Int, _ pool: WorkerPool,
    _ stop: StopRequest
  ) throws -> Baseline {
    let written = try corpus.textOfNGrams(
      order: Baseline.standardOrder, symbols: symbols, pool: pool, stop: stop)
    var search = CopySearch(written)
    try corpus.pass(corpus.training, to: &search, stop: stop)
    let seen = search.matches()
    let copies = CopySearch.copies(seen, atLeast: leastCopy)
    return Baseline(
      order: Baseline.standardOrder, symbols: symbols,
      shares: sizes.filter { $0 <= written.count }.map { CopySearch.share(seen, n: $0) },
      copied: Double(copies.reduce(0) { $0 + $1.length }) / Double(max(1, written.count)),
      longest: seen.map(\.length).max() ?? 0)
  }

  /// The share of the text's characters that are in copies.
  public var copied: Double {
    Double(copies.reduce(0) { $0 + $1.length }) / Double(max(1, characters))
  }

  /// The keys of `geul novelty --json`.
  public var json: JSONValue {
    func object(_ figure: (Share) -> Double?) -> JSONValue {
      .object(
        JSONObject(shares.map { (String($0.n), figure($0).map { .number($0) } ?? .null) }))
    }
    return [
      "symbols": .integer(Int64(symbols)), "characters": .integer(Int64(characters)),
      "copies": .array(
        zip(copies, texts).map { copy, text in
          [
            "text_start": .integer(Int64(copy.textStart)), "length": .integer(Int64(copy.length)),
            "corpus_start": .integer(Int64(copy.corpusStart)), "text": .string(text),
          ]
        }), "shares": object { $0.training }, "shares_held_out": object { $0.heldOut },
      "shares_in_neither": object { $0.neither },
      "ngram": baseline.map { baseline in
        [
          "order": .integer(Int64(baseline.order)), "symbols": .integer(Int64(baseline.symbols)),
          "copied": .number(baseline.copied), "longest": .integer(Int64(baseline.longest)),
          "shares": .object(
            JSONObject(zip(Self.sizes, baseline.shares).map { (String($0), .number($1)) })),
        ]
      } ?? .null,
    ]
  }
}
