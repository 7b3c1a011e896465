/// Which symbols may come next, so that what is written is well-formed text of allowed characters.
///
/// Where the writing is within a character is a `State`; it begins `closed`, whatever was read before.
///
/// - Letters of syllables, which are the symbols of jamo units and of the decomposed forms, follow one
///   another as L V or L V T and stand nowhere else.
/// - Bytes are those of well-formed UTF-8. In other units the reserved symbols, which are bytes or the
///   unknown symbol, are not written at all.
/// - Every character written is an allowed one. Letters that compose count as their syllable, clusters as
///   the scalars of their NFC; every other scalar counts as itself.
/// - Nothing may come after which the text could not be ended with the symbols there are, within the
///   number that is left.
///
/// An instance is for one thread: it remembers what it has worked out.
public final class SymbolGrammar {
  /// Where within a character the writing is; only the grammar that gave it understands it.
  public struct State: Hashable, Sendable {
    /// Between characters, where nothing that was written waits for more: every text begins here.
    public static let closed = State(index: SymbolAutomaton.closed)

    fileprivate let index: Int32
  }

  /// The way from text to symbols and back.
  public let tokenizer: Tokenizer
  /// The scalars that may be written.
  public let allowed: ScalarSet

  private let automaton: SymbolAutomaton
  /// The excluded ids of each state, for each number of symbols that may still be written.
  private var excludedIDs: [[UInt32]?]

  /// A character takes at most four symbols, so more may as well be four.
  private static let longestCharacter = 4

  /// The grammar of a tokenizer's text of the scalars in `allowed`.
  ///
  /// Cost: linear in the vocabulary; at worst tens of milliseconds, for bytes and a set of thousands of
  /// ranges.
  public init(_ tokenizer: Tokenizer, allowing allowed: ScalarSet = .all) {
    self.tokenizer = tokenizer
    self.allowed = allowed
    automaton = Self.automaton(of: tokenizer, allowing: allowed)
    excludedIDs = Array(
      repeating: nil, count: automaton.stateCount * (Self.longestCharacter + 1))
  }

  /// The ids, ascending, that may not come where at most `remaining` symbols may still be written, this one
  /// included.
  ///
  /// With `remaining` 0 these are all ids. In the state ``State/closed`` they may be all earlier, where
  /// every character takes more symbols than are left. Cost: linear in the number of symbols the first time
  /// in a state, then constant.
  public func excluded(_ state: State, remaining: Int) -> [UInt32] {
    let remaining = min(max(remaining, 0), Self.longestCharacter)
    let place = Int(state.index) * (Self.longestCharacter + 1) + remaining
    if let ids = excludedIDs[place] { return ids }
    let ids = automaton.excluded(state.index, remaining: remaining)
    excludedIDs[place] = ids
    return ids
  }

  /// Where the writing is after `id`, which must be one that may come.
  public func next(_ state: State, after id: UInt32) -> State {
    let target = automaton.target(of: state.index, after: id)
    precondition(
      target != SymbolAutomaton.dead, "symbol \(id) may not come in state \(state.index)")
    return State(index: target)
  }

  /// Whether the text may end here: no character is unfinished, and each is allowed as it stands.
  public func isClosed(_ state: State) -> Bool { automaton.isClosed[Int(state.index)] }

  /// Whether anything at all may be written, given enough symbols.
  public var canWrite: Bool {
    excluded(.closed, remaining: Self.longestCharacter).count < tokenizer.symbolCount
  }

  /// The allowed scalars, ascending, that the vocabulary cannot spell; none if more than `limit` are allowed.
  ///
  /// Tells a person which characters of a set they typed will never come.
  public func missingScalars(limit: Int = 100) -> [UInt32] {
    guard tokenizer.unit != .byte, allowed.count <= limit else { return [] }
    let vocabulary = tokenizer.vocabulary
    var spelled: Set<UInt32> = []
    for symbol in vocabulary.symbols where Self.isAllowed(symbol, allowed) {
      spelled.formUnion(symbol.composedScalars)
    }
    return allowed.ranges.joined().filter { scalar in
      guard !spelled.contains(scalar) else { return false }
      guard tokenizer.spellsSyllables, HangulSyllable.range.contains(scalar) else { return true }
      var isMissing = false
      HangulSyllable.forEachJamo(of: scalar) { letter in
        if vocabulary.id(of: letter) == nil { isMissing = true }
      }
      return isMissing
    }
  }

  private static func automaton(
    of tokenizer: Tokenizer, allowing allowed: ScalarSet
  ) -> SymbolAutomaton {
    if tokenizer.unit == .byte { return .bytes(allowing: allowed) }
    let symbols = tokenizer.vocabulary.symbols
    let reserved = tokenizer.vocabulary.reservedCount
    let isAllowed =
      Array(repeating: false, count: reserved) + symbols.map { Self.isAllowed($0, allowed) }
    guard tokenizer.spellsSyllables else { return .characters(isAllowed) }
    let letters = Array(repeating: nil, count: reserved) + symbols.map(\.letter)
    return .syllables(letters: letters, isAllowed: isAllowed, allowing: allowed)
  }

  private static func isAllowed(_ symbol: Vocabulary.Symbol, _ allowed: ScalarSet) -> Bool {
    allowed == .all || symbol.composedScalars.allSatisfy { allowed.contains($0) }
  }
}

extension Tokenizer {
  /// Whether syllables are written in letters that are symbols.
  fileprivate var spellsSyllables: Bool { unit == .jamo || form == .nfd || form == .nfkd }
}

extension Vocabulary.Symbol {
  /// The scalars that a person would name to allow or forbid it.
  fileprivate var composedScalars: [UInt32] {
    switch self {
    case .unknown, .byte: []
    case .scalar(let scalar): [scalar]
    case .cluster(let cluster):
      NormalizationForm.nfc.normalize(String(scalars: cluster)).unicodeScalars.map(\.value)
    }
  }

  /// The conjoining letter that it is, or nil.
  fileprivate var letter: UInt32? {
    guard case .scalar(let scalar) = self, HangulLetter(scalar) != nil else { return nil }
    return scalar
  }
}
