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

  /// Looks for a text in a corpus: in `training`, and in the range `heldOut` of the same tokens, which may be empty. The
  /// corpus passes by once, so that memory depends on the text alone.
  ///
  /// Throws `RequestError` for a text that is too long, `StorageError` or `WorkStopped`.
  public init(
    of text: TokenSequence, in corpus: TokenSequence, training: Range<Int>, heldOut: Range<Int>,
    tokenizer: Tokenizer, leastCopy: Int = NoveltyReport.leastCopy,
    stop: StopRequest = StopRequest()
  ) throws {
    var scalars: [UInt32] = []
    try text.decode(0..<text.count, tokenizer: tokenizer) { scalars += $0 }
    guard scalars.count <= CopySearch.mostCharacters else {
      throw RequestError.usage(
        "a text of \(Figures.grouped(scalars.count)) characters is too long to look for copies in; at most "
          + "\(Figures.grouped(CopySearch.mostCharacters)): give a part of it")
    }
    var search = CopySearch(scalars)
    try Self.pass(corpus, training, tokenizer, stop, &search)
    let seen = search.matches()
    search.restart()
    try Self.pass(corpus, heldOut, tokenizer, stop, &search)
    let others = search.matches()
    characters = scalars.count
    symbols = text.count
    copies = CopySearch.copies(seen, atLeast: leastCopy)
    texts = copies.map { String(scalars: scalars[$0.textStart..<$0.textStart + $0.length]) }
    shares = Self.sizes.filter { $0 <= scalars.count }.map { n in
      let both = zip(seen, others).map { (length: max($0.length, $1.length), end: 0) }
      return Share(
        n: n, training: CopySearch.share(seen, n: n),
        heldOut: heldOut.isEmpty ? nil : CopySearch.share(others, n: n),
        neither: 1 - CopySearch.share(both, n: n))
    }
  }

  private static func pass(
    _ corpus: TokenSequence, _ range: Range<Int>, _ tokenizer: Tokenizer, _ stop: StopRequest,
    _ search: inout CopySearch
  ) throws {
    guard !range.isEmpty else { return }
    try corpus.decode(range, tokenizer: tokenizer) { scalars in
      if !stop.isRequested { search.push(scalars) }
    }
    try stop.check()
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
    ]
  }
}
