import GeulCompute
import GeulLanguage
import GeulModel
import GeulText

/// A conversation of text with a model: what is read and what is written go on from the same state.
public final class TextSession<Predictor: SequencePredictor> {
  /// The way from text to symbols and back.
  public let tokenizer: Tokenizer
  /// Symbols read and written so far.
  public private(set) var symbolCount = 0
  /// The characters that may be written.
  public var allowed = ScalarSet.all {
    didSet { if allowed != oldValue { grammar = SymbolGrammar(tokenizer, allowing: allowed) } }
  }

  /// What may be written next.
  private(set) var grammar: SymbolGrammar
  let predictor: Predictor
  /// The latest beam, whose memory the next of its kind uses again.
  private var latestBeam: BeamSearch<Predictor>?
  private let start: UInt32
  /// The symbol that was read or written last and that the model has yet to see.
  var last: UInt32
  /// The latest symbols, the last among them.
  private(set) var recent = RecentSymbols()

  /// A session with a predictor of one lane that has read nothing.
  public init(tokenizer: Tokenizer, predictor: Predictor) {
    precondition(predictor.lanes == 1, "a session has 1 lane, not \(predictor.lanes)")
    self.tokenizer = tokenizer
    self.predictor = predictor
    grammar = SymbolGrammar(tokenizer)
    start = Self.startSymbol(tokenizer)
    last = start
  }

  /// Forgets everything.
  public func reset() {
    predictor.reset()
    symbolCount = 0
    last = start
    recent = RecentSymbols()
  }

  /// The model's state now; setting it goes back to where it was taken.
  public var mark: Mark {
    get { Mark(state: predictor.state, symbolCount: symbolCount, last: last, recent: recent) }
    set {
      predictor.state = newValue.state
      symbolCount = newValue.symbolCount
      last = newValue.last
      recent = newValue.recent
    }
  }

  /// Does something with the session, which is then where it was before.
  public func keepingPlace<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let here = mark
    defer { mark = here }
    return try body()
  }

  /// A place in a session to go back to.
  public struct Mark: Sendable {
    let state: Predictor.State
    let symbolCount: Int
    let last: UInt32
    let recent: RecentSymbols
  }

  /// The model's distribution of the next symbol, as ln p (V), handed to `body`; nothing is read.
  public func withNextLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let before = predictor.state
    defer { predictor.state = before }
    predictor.read([last], predicting: .last)
    return predictor.withLogProbabilities(body)
  }

  /// The `count` symbols that are most probable now, the most probable first; nothing is read.
  public func mostProbable(_ count: Int) -> [SymbolChance] {
    withNextLogProbabilities { SymbolChance.best(count, of: $0) }
  }

  /// A beam search from wherever the session stands.
  func beamSearch(_ settings: BeamSettings) -> BeamSearch<Predictor> {
    if let latestBeam, latestBeam.settings == settings { return latestBeam }
    let beam = BeamSearch(predictor, settings: settings)
    latestBeam = beam
    return beam
  }

  /// Whether there is a symbol that may be written.
  public var canWrite: Bool { grammar.canWrite }

  /// The allowed characters that the vocabulary cannot spell; empty where more than a hundred are allowed.
  public var missingCharacters: String { String(scalars: grammar.missingScalars()) }

  /// Reads the last symbol, and notes the next as `choose` finds it in the distribution.
  func step(_ choose: (UnsafeBufferPointer<Float>) -> UInt32) {
    predictor.read([last], predicting: .last)
    last = predictor.withLogProbabilities(choose)
    note(CollectionOfOne(last))
  }

  func note(_ symbols: some Collection<UInt32>) {
    symbolCount += symbols.count
    recent.append(symbols)
  }

  /// What a text that begins is read after: a line feed where there is one, else the commonest symbol.
  private static func startSymbol(_ tokenizer: Tokenizer) -> UInt32 {
    if tokenizer.unit == .byte { return 0x0A }
    let vocabulary = tokenizer.vocabulary
    return vocabulary.id(of: 0x0A)
      ?? UInt32(min(vocabulary.reservedCount, tokenizer.symbolCount - 1))
  }
}

extension TextSession where Predictor == ModelPredictor {
  /// A session that has read nothing; packs the model's weights, so it costs a copy of them.
  public convenience init(_ language: LanguageModel, kind: ProductKind = .fp32, pool: WorkerPool) {
    self.init(
      tokenizer: language.tokenizer,
      predictor: language.model.makePredictor(
        lanes: 1, steps: readingSteps, kind: kind, pool: pool))
  }
}

/// The most symbols of a prompt that are read by one call of the model.
private let readingSteps = 64
