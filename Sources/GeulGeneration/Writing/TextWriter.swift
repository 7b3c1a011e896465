import GeulText

/// One text in the making: what may come next, what is certain of it, and whether it has ended.
struct TextWriter {
  /// What was written so far; its text once it has ended.
  private(set) var generation = Generation()
  /// Whether nothing more is written.
  private(set) var isFinished = false

  private let tokenizer: Tokenizer
  private let grammar: SymbolGrammar
  private let settings: WritingSettings
  private var state = SymbolGrammar.State.closed
  private var decoder: StreamingDecoder
  private var scanner: StopScanner

  init(_ grammar: SymbolGrammar, _ settings: WritingSettings) {
    if let flaw = settings.flaw { preconditionFailure(flaw) }
    tokenizer = grammar.tokenizer
    self.grammar = grammar
    self.settings = settings
    decoder = tokenizer.makeDecoder()
    scanner = StopScanner(settings.stops, untilLine: settings.untilLine, for: tokenizer)
    if settings.length == 0 { isFinished = true }
  }

  /// The ids that may not come next.
  var excluded: [UInt32] {
    grammar.excluded(state, remaining: settings.length - generation.symbols.count)
  }

  /// Whether there is a symbol that may come next.
  var mayGoOn: Bool { excluded.count < tokenizer.symbolCount }

  /// Whether the text may end here.
  var isClosed: Bool { grammar.isClosed(state) }

  /// Takes the next symbol, ln p of all of which are `logs`; returns the text that is certain with it.
  mutating func push(_ id: UInt32, _ logs: UnsafeBufferPointer<Float>) -> String {
    if settings.alternatives > 0 {
      generation.alternatives.append(SymbolChance.best(settings.alternatives, of: logs))
    }
    return push(id, logProbability: Double(logs[Int(id)]))
  }

  /// Takes the next symbol and its ln p; returns the text that is certain with it.
  mutating func push(_ id: UInt32, logProbability: Double) -> String {
    generation.symbols.append(id)
    generation.logProbabilities.append(logProbability)
    state = grammar.next(state, after: id)
    let piece = scanner.push(decoder.push(id))
    generation.text += piece
    if scanner.found != nil {
      endAtStop()
      return piece
    }
    guard generation.symbols.count >= settings.length else { return piece }
    return piece + finish(.length)
  }

  /// Ends the text; returns what was held back of it.
  mutating func finish(_ reason: Generation.FinishReason) -> String {
    guard !isFinished else { return "" }
    isFinished = true
    generation.finishReason = reason
    var rest = scanner.push(decoder.finish())
    if scanner.found == nil { rest += scanner.finish() }
    generation.text += rest
    if scanner.found != nil { endAtStop() }
    return rest
  }

  /// Keeps the symbols of the text before the stop text; what a symbol holds of both is spelled anew.
  private mutating func endAtStop() {
    isFinished = true
    generation.finishReason = .stop
    generation.stop = scanner.text(of: settings.stops)
    let kept = generation.text.unicodeScalars
    var count = generation.symbols.count
    var whole = tokenizer.decode(generation.symbols[..<count]).unicodeScalars.count
    // The stop text is at the end, so few symbols are tried.
    while count > 0, whole > kept.count {
      count -= 1
      whole = tokenizer.decode(generation.symbols[..<count]).unicodeScalars.count
    }
    generation.keep(count)
    let rest = String(String.UnicodeScalarView(kept.dropFirst(whole)))
    if !rest.isEmpty { generation.rest = tokenizer.encode(rest).ids }
  }
}

extension Sampler {
  /// Chooses a symbol for a text that may go on.
  mutating func choose(
    _ logs: UnsafeBufferPointer<Float>, for writer: TextWriter, after recent: RecentSymbols
  ) -> UInt32 {
    let excluded = writer.excluded
    guard let id = choose(logs, excluding: excluded, after: recent.symbols) else {
      preconditionFailure("\(excluded.count) of \(logs.count) symbols are excluded; 1 must remain")
    }
    return id
  }
}
