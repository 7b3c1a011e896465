import GeulText

/// A hypothesis's text: what may come next, and whether a stop text has come.
struct HypothesisWriter: HypothesisText {
  /// What tells two texts apart: their scalars, in two hashes, and their number.
  struct Key: Hashable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var count = 0
  }

  private let grammar: SymbolGrammar
  private var state = SymbolGrammar.State.closed
  /// Only where there are stop texts.
  private var stopping: (decoder: StreamingDecoder, scanner: StopScanner)?
  private(set) var mergeKey: Key?

  init(_ grammar: SymbolGrammar, _ settings: WritingSettings) {
    self.grammar = grammar
    let tokenizer = grammar.tokenizer
    if settings.endsAtText {
      stopping = (
        tokenizer.makeDecoder(),
        StopScanner(settings.stops, untilLine: settings.untilLine, for: tokenizer)
      )
    }
    // A cluster may be a symbol, or be spelled by its scalars; all else has one spelling.
    mergeKey = tokenizer.unit == .grapheme ? Key() : nil
  }

  func excluded(remaining: Int) -> [UInt32] { grammar.excluded(state, remaining: remaining) }

  mutating func push(_ id: UInt32) -> Bool {
    state = grammar.next(state, after: id)
    if mergeKey != nil { addToKey(grammar.tokenizer.vocabulary.symbol(id)) }
    guard stopping != nil, let piece = stopping?.decoder.push(id) else { return false }
    _ = stopping?.scanner.push(piece)
    return stopping?.scanner.found != nil
  }

  private mutating func addToKey(_ symbol: Vocabulary.Symbol) {
    switch symbol {
    case .unknown, .byte: break
    case .scalar(let scalar): addToKey(scalar)
    case .cluster(let cluster): for scalar in cluster { addToKey(scalar) }
    }
  }

  /// Two hashes of 64 bits: that both agree for different texts does not happen by chance.
  private mutating func addToKey(_ scalar: UInt32) {
    guard var key = mergeKey else { return }
    key.first = (key.first ^ UInt64(scalar)) &* 0x9E37_79B9_7F4A_7C15
    key.first ^= key.first >> 29
    key.second = key.second &* 0xD1B5_4A32_D192_ED03 &+ UInt64(scalar) &+ 1
    key.count += 1
    mergeKey = key
  }
}
