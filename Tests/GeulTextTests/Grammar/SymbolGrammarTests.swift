import GeulText
import Testing

/// What may be written next, against every text there is of a few symbols.
@Suite struct SymbolGrammarTests {
  @Test func reservedSymbolsAreNeverWritten() {
    for unit in [TextUnit.scalar, .grapheme] {
      let bytes = SymbolGrammar(
        Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: [0x41, 0xAC00], unit: unit)))
      #expect(bytes.excluded(.closed, remaining: 1) == Array(0..<256))
      #expect(bytes.next(.closed, after: 257) == .closed)
      let unknown = SymbolGrammar(
        Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: [0x41], unit: unit, unknown: .symbol))
      )
      #expect(unknown.excluded(.closed, remaining: 9) == [0])
      #expect(unknown.excluded(.closed, remaining: 0) == [0, 1])
      #expect(unknown.canWrite)
    }
  }

  /// A cluster comes if all the scalars of its NFC do.
  @Test func clustersAreTheirScalars() {
    let symbols: [Vocabulary.Symbol] = [
      .scalar(0x65), .cluster([0x65, 0x301]), .cluster([0x1112, 0x1161, 0x11AB]),
      .cluster([0x1F469, 0x200D, 0x1F467]), .cluster([0x0D, 0x0A]),
    ]
    let vocabulary = Vocabulary(unit: .grapheme, symbols: symbols, unknown: .symbol)
    func written(_ allowed: ScalarSet) -> [UInt32] {
      let grammar = SymbolGrammar(Tokenizer(form: .nfd, vocabulary: vocabulary), allowing: allowed)
      let excluded = Set(grammar.excluded(.closed, remaining: 5))
      return (0..<6).filter { !excluded.contains($0) }
    }
    #expect(written(.all) == [1, 2, 3, 4, 5])
    #expect(written(ScalarSet([0xE9...0xE9])) == [2])
    #expect(written(ScalarSet([0xE9...0xE9]).inverse) == [1, 3, 4, 5])
    #expect(written(ScalarSet([0xD55C...0xD55C, 0x0A...0x0A])) == [3])
    #expect(written(ScalarSet([0x200D...0x200D]).inverse) == [1, 2, 3, 5])
  }

  /// Letters that stand beside clusters do not join these.
  @Test func lettersBesideClustersMakeTheirOwnSyllables() {
    let symbols: [Vocabulary.Symbol] = [
      .cluster([0x1100, 0x1161]), .scalar(0x1100), .scalar(0x1161), .scalar(0x11A8),
    ]
    let grammar = SymbolGrammar(
      Tokenizer(
        form: .nfd, vocabulary: Vocabulary(unit: .grapheme, symbols: symbols, unknown: .symbol)),
      allowing: ScalarSet([0xAC01...0xAC01]).inverse)
    #expect(grammar.excluded(.closed, remaining: 3) == [0, 3, 4])
    let lead = grammar.next(.closed, after: 2)
    #expect(grammar.excluded(lead, remaining: 3) == [0, 1, 2, 4])
    #expect(grammar.next(lead, after: 3) == .closed)
  }

  /// Three states: between syllables, after L, after V.
  @Test func aSyllableIsWrittenLetterByLetter() {
    let letters: [UInt32] = [0x1100, 0xA960, 0x1161, 0x119E, 0x11A8, 0xD7CB, 0x314B]
    let vocabulary = Vocabulary(scalars: letters, unit: .jamo, unknown: .symbol)
    for form in NormalizationForm.allCases {
      let grammar = SymbolGrammar(Tokenizer(form: form, vocabulary: vocabulary))
      let lead = grammar.next(.closed, after: 1)
      let vowel = grammar.next(lead, after: 3)
      #expect(grammar.next(.closed, after: 2) == lead)
      #expect(grammar.next(lead, after: 4) == vowel)
      #expect(grammar.next(vowel, after: 5) == .closed)
      #expect([.closed, lead, vowel].map(grammar.isClosed) == [true, false, true])
      #expect(grammar.excluded(.closed, remaining: 2) == [0, 3, 4, 5, 6])
      #expect(grammar.excluded(.closed, remaining: 1) == [0, 1, 2, 3, 4, 5, 6])
      #expect(grammar.excluded(lead, remaining: 1) == [0, 1, 2, 5, 6, 7])
      #expect(grammar.excluded(vowel, remaining: 2) == [0, 3, 4])
      #expect(grammar.excluded(vowel, remaining: 1) == [0, 1, 2, 3, 4])
    }
  }

  /// With 각 alone ㄱ and ㅏ must be followed by a final; without ㄱ as a final nothing can be written.
  @Test func nothingLeadsWhereNoSyllableCanEnd() {
    let only = ScalarSet([0xAC01...0xAC01])
    func grammar(_ letters: [UInt32]) -> SymbolGrammar {
      let vocabulary = Vocabulary(scalars: letters, unit: .jamo, unknown: .symbol)
      return SymbolGrammar(Tokenizer(form: .nfc, vocabulary: vocabulary), allowing: only)
    }
    let whole = grammar([0x1100, 0x1101, 0x1161, 0x11A8, 0x11AB, 0x61])
    #expect(whole.canWrite)
    #expect(whole.excluded(.closed, remaining: 3) == [0, 2, 3, 4, 5, 6])
    #expect(whole.excluded(.closed, remaining: 2) == [0, 1, 2, 3, 4, 5, 6])
    let open = whole.next(whole.next(.closed, after: 1), after: 3)
    #expect(!whole.isClosed(open))
    #expect(whole.excluded(open, remaining: 1) == [0, 1, 2, 3, 5, 6])
    #expect(!grammar([0x1100, 0x1161, 0x11AB, 0x61]).canWrite)
  }

  @Test(arguments: [NormalizationForm.nfc, .nfd])
  func missingCharactersAreNamed(_ form: NormalizationForm) throws {
    let only = try ScalarSet(parsing: "각간나xyㅋ")
    let letters: [UInt32] = [0x1100, 0x1161, 0x11A8, 0x78, 0x314B]
    let jamo = Tokenizer(form: form, vocabulary: Vocabulary(scalars: letters, unit: .jamo))
    #expect(
      SymbolGrammar(jamo, allowing: only).missingScalars() == [0x79, 0xAC04, 0xB098])
    let scalars = Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: [0xAC01, 0xAC04, 0x79]))
    #expect(
      SymbolGrammar(scalars, allowing: only).missingScalars() == [0x78, 0x314B, 0xB098])
    #expect(SymbolGrammar(scalars, allowing: only).missingScalars(limit: 5) == [])
    #expect(SymbolGrammar(scalars).missingScalars() == [])
    let bytes = Tokenizer(form: form, vocabulary: .bytes)
    #expect(SymbolGrammar(bytes, allowing: only).missingScalars() == [])
  }

  @Test func noCharactersAtAllCannotBeWritten() {
    for unit in TextUnit.allCases {
      let vocabulary = unit == .byte ? .bytes : Vocabulary(scalars: [0x41, 0x1100], unit: unit)
      let tokenizer = Tokenizer(form: .nfc, vocabulary: vocabulary)
      #expect(!SymbolGrammar(tokenizer, allowing: ScalarSet()).canWrite)
      #expect(SymbolGrammar(tokenizer).canWrite)
    }
  }

  /// A symbol is excluded exactly if no text of the length that is left follows it, in 180 random cases.
  @Test(arguments: 0..<6)
  func excludedIsWhatNoTextFollows(_ part: Int) {
    var generator = SeededGenerator(state: UInt64(part))
    for _ in 0..<30 {
      let texts = TextsOfSymbols(&generator)
      check(texts, prefix: [], .closed)
    }
  }

  private func check(_ texts: TextsOfSymbols, prefix: [UInt32], _ state: SymbolGrammar.State) {
    #expect(texts.grammar.isClosed(state) == texts.isText(prefix), "\(texts), after \(prefix)")
    for remaining in 0...4 {
      let expected = texts.ids.filter { id in
        remaining == 0 || !texts.canEnd(prefix + [id], within: remaining - 1)
      }
      #expect(
        texts.grammar.excluded(state, remaining: remaining) == expected,
        "\(texts), after \(prefix), \(remaining) left")
    }
    guard prefix.count < 3 else { return }
    for id in texts.ids where texts.canEnd(prefix + [id], within: 3) {
      check(texts, prefix: prefix + [id], texts.grammar.next(state, after: id))
    }
  }
}

/// A vocabulary of a few letters, a set, and the texts that are well-formed and of the set.
private struct TextsOfSymbols: CustomStringConvertible {
  let scalars: [UInt32]
  let allowed: Set<UInt32>
  let grammar: SymbolGrammar

  /// Letters modern and old, one V that is the last of the column of T, and characters of other kinds.
  private static let pool: [UInt32] = [
    0x1100, 0x1112, 0x1161, 0x1175, 0x11A8, 0x11C2, 0x1113, 0x115F, 0xA960, 0x1160, 0x11A7, 0xD7B0,
    0x11C3, 0xD7CB, 0xD7FB, 0x314B, 0x61, 0x1F600,
  ]

  init(_ generator: inout SeededGenerator) {
    // Half of the letters are modern, so that syllables are not rare.
    let modern = Set((0..<4).map { _ in Self.pool[generator.below(6)] })
    let others = Set((0..<3).map { _ in Self.pool[generator.below(Self.pool.count)] })
    scalars = modern.union(others).sorted()
    var allowed: Set<UInt32> = []
    let syllables = [0x1100, 0x1112].flatMap { lead in
      [0x1161, 0x1175].flatMap { vowel in
        [0x11A7, 0x11A8, 0x11C2].map { Self.syllable(lead, vowel, $0) }
      }
    }
    let share = generator.below(5)
    for scalar in syllables + Self.pool where generator.below(4) < share { allowed.insert(scalar) }
    self.allowed = allowed
    let set = share == 4 ? ScalarSet.all : ScalarSet(allowed.map { $0...$0 })
    let unit: TextUnit = generator.below(2) == 0 ? .jamo : .scalar
    let form: NormalizationForm = unit == .scalar || generator.below(2) == 0 ? .nfd : .nfc
    let vocabulary = Vocabulary(scalars: scalars, unit: unit, unknown: .symbol)
    grammar = SymbolGrammar(Tokenizer(form: form, vocabulary: vocabulary), allowing: set)
  }

  var description: String {
    let hex = { (values: [UInt32]) in values.map { String($0, radix: 16) }.joined(separator: " ") }
    return "symbols \(hex(scalars)), allowed \(hex(allowed.sorted()))"
  }

  var ids: [UInt32] { Array(0...UInt32(scalars.count)) }

  /// Whether `prefix` is a text with at most `count` more symbols.
  func canEnd(_ prefix: [UInt32], within count: Int) -> Bool {
    isText(prefix) || count > 0 && ids.contains { canEnd(prefix + [$0], within: count - 1) }
  }

  /// Whether symbols are syllables and other characters, all of the set.
  func isText(_ ids: [UInt32]) -> Bool {
    guard !ids.contains(0) else { return false }
    let text = ids.map { scalars[Int($0) - 1] }
    var position = 0
    while position < text.count {
      let end = position + Self.length(text[position...])
      guard end > position, isAllowed(Array(text[position..<end])) else { return false }
      position = end
    }
    return true
  }

  private static let leads: Set<UInt32> = [0x1100, 0x1112, 0x1113, 0x115F, 0xA960]
  private static let vowels: Set<UInt32> = [0x1161, 0x1175, 0x1160, 0x11A7, 0xD7B0]
  private static let finals: Set<UInt32> = [0x11A8, 0x11C2, 0x11C3, 0xD7CB, 0xD7FB]

  /// The length of the syllable or character at the front, or 0.
  private static func length(_ text: ArraySlice<UInt32>) -> Int {
    let kinds = text.prefix(3).map {
      leads.contains($0) ? 1 : vowels.contains($0) ? 2 : finals.contains($0) ? 3 : 0
    }
    if kinds == [1, 2, 3] { return 3 }
    if kinds.starts(with: [1, 2]) { return 2 }
    return kinds.first == 0 ? 1 : 0
  }

  private func isAllowed(_ character: [UInt32]) -> Bool {
    Self.compose(character).allSatisfy { allowed.contains($0) }
  }

  private static func compose(_ character: [UInt32]) -> [UInt32] {
    guard character.count > 1, [0x1100, 0x1112].contains(character[0]),
      [0x1161, 0x1175].contains(character[1])
    else { return character }
    guard character.count == 3 else { return [syllable(character[0], character[1], 0x11A7)] }
    guard [0x11A8, 0x11C2].contains(character[2]) else {
      return [syllable(character[0], character[1], 0x11A7), character[2]]
    }
    return [syllable(character[0], character[1], character[2])]
  }

  /// The Unicode Standard, section 3.12.
  private static func syllable(_ lead: UInt32, _ vowel: UInt32, _ final: UInt32) -> UInt32 {
    0xAC00 + ((lead - 0x1100) * 21 + (vowel - 0x1161)) * 28 + (final - 0x11A7)
  }
}
