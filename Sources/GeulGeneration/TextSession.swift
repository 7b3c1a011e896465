import GeulCompute
import GeulModel
import GeulText

/// A conversation of text with a model: what is read and what is written go on from the same state.
public final class TextSession<Predictor: SequencePredictor> {
  /// The way from text to symbols and back.
  public let tokenizer: Tokenizer
  /// Symbols read and written so far.
  public private(set) var symbolCount = 0

  private let grammar: SymbolGrammar
  private let predictor: Predictor
  private let start: UInt32

  /// A session with a predictor of one lane that has read nothing.
  public init(tokenizer: Tokenizer, predictor: Predictor) {
    precondition(predictor.lanes == 1, "a session has 1 lane, not \(predictor.lanes)")
    self.tokenizer = tokenizer
    self.predictor = predictor
    grammar = SymbolGrammar(tokenizer)
    start = Self.startSymbol(tokenizer)
    begin()
  }

  /// Forgets everything.
  public func reset() {
    predictor.reset()
    symbolCount = 0
    begin()
  }

  /// The model's state now; setting it goes back to where it was taken.
  public var mark: Mark {
    get { Mark(state: predictor.state, symbolCount: symbolCount, last: last) }
    set {
      predictor.state = newValue.state
      symbolCount = newValue.symbolCount
      last = newValue.last
    }
  }

  /// A place in a session to go back to.
  public struct Mark: Sendable {
    let state: Predictor.State
    let symbolCount: Int
    let last: UInt32
  }

  /// The symbol that was read or written last and that the model has yet to see.
  private var last: UInt32 = 0

  /// Reads `text`, normalized as the corpus was; returns the scalars that the vocabulary does not hold, with
  /// their counts: they were read by their bytes, or as the unknown symbol.
  @discardableResult
  public func read(_ text: String) -> [UInt32: Int] {
    let encoded = tokenizer.encode(text)
    var pending = [last]
    for id in encoded.ids {
      if pending.count == predictor.steps {
        predictor.read(pending, predicting: .none)
        pending.removeAll(keepingCapacity: true)
      }
      pending.append(id)
    }
    guard let newLast = pending.popLast() else { return encoded.unknown }
    if !pending.isEmpty { predictor.read(pending, predicting: .none) }
    last = newLast
    symbolCount += encoded.ids.count
    return encoded.unknown
  }

  /// Writes at most `length` symbols as `sampler` chooses them, each as soon as its characters are
  /// whole; `shouldStop` is asked before each.
  public func write(
    length: Int, sampler: inout Sampler, shouldStop: () -> Bool = { false },
    emit: (String) -> Void = { _ in }
  ) -> Generation {
    var decoder = tokenizer.makeDecoder()
    var generation = Generation()
    while generation.symbols.count < length {
      if shouldStop() {
        generation.finishReason = .stopped
        break
      }
      predictor.read([last], predicting: .last)
      let excluded = grammar.excluded(.closed, remaining: length - generation.symbols.count)
      let chosen = predictor.withLogProbabilities { logs in
        let id = sampler.choose(logs, excluding: excluded)
        if let id { generation.logProbability += Double(logs[Int(id)]) }
        return id
      }
      guard let chosen else { break }
      last = chosen
      generation.symbols.append(last)
      symbolCount += 1
      generation.append(decoder.push(last), emit)
    }
    generation.append(decoder.finish(), emit)
    return generation
  }

  private func begin() { last = start }

  /// What a text that begins is read after: a line feed where there is one, else the commonest symbol.
  private static func startSymbol(_ tokenizer: Tokenizer) -> UInt32 {
    if tokenizer.unit == .byte { return 0x0A }
    let vocabulary = tokenizer.vocabulary
    return vocabulary.id(of: 0x0A)
      ?? UInt32(min(vocabulary.reservedCount, tokenizer.symbolCount - 1))
  }
}

extension TextSession where Predictor == RecurrentPredictor {
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
