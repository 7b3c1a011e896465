import GeulStorage
import GeulText
import Testing

@Suite struct TokenizerFileTests {
  private static let scalars = Tokenizer(
    form: .none,
    vocabulary: Vocabulary(scalars: [
      0x65, 0x301, 0xE9, 0x0A, 0x00, 0x22, 0x5C, 0x2028, 0x1F600, 0x11A7,
    ]))

  @Test(arguments: NormalizationForm.allCases)
  func survivesTheFile(_ form: NormalizationForm) throws {
    for vocabulary in [Self.scalars.vocabulary, .bytes] {
      let tokenizer = Tokenizer(form: form, vocabulary: vocabulary)
      let read = try Tokenizer(json: tokenizer.json(), file: "tokenizer.json")
      #expect(read == tokenizer)
      #expect(read.vocabulary.symbols == tokenizer.vocabulary.symbols)
      #expect(read.fingerprint == tokenizer.fingerprint)
    }
  }

  @Test func fingerprintsTellTokenizersApart() {
    let fingerprints = NormalizationForm.allCases.flatMap { form in
      [Self.scalars.vocabulary, .bytes, Vocabulary(scalars: [0x301, 0x65])].map {
        Tokenizer(form: form, vocabulary: $0).fingerprint
      }
    }
    #expect(Set(fingerprints).count == fingerprints.count)
  }

  /// A replacement in the text of a good file, and the place the message must name.
  private static let refusals: [(String, String, String)] = [
    ("\"unit\": \"scalar\"", "\"unit\": \"syllable\"", "model.geul.unit"),
    ("\"normalization\": \"none\"", "\"normalization\": \"nfx\"", "model.geul.normalization"),
    ("\"normalization\": \"none\"", "\"normalization\": \"nfc\"", "normalizer"),
    ("\"format_version\": 2", "\"format_version\": 3", "model.geul.format_version"),
    ("\"geul\": {", "\"other\": {", "model.geul.format_version"),
    ("\"WordLevel\"", "\"BPE\"", "model.type"),
    ("\"b\": 2", "\"b\": 1", "model.vocab"),
    ("\"b\": 2", "\"b\": 3", "model.vocab"),
    ("\"b\": 2", "\"b\": -1", "model.vocab"),
    ("\"b\": 2", "\"b\": 2.0", "model.vocab"),
    ("\"b\": 2", "\"bc\": 2", "model.vocab"),
    ("\"b\": 2", "\"\": 2", "model.vocab"),
    ("\"<unk>\": 0", "\"x\": 0", "model.vocab"),
    ("\"unit\": \"scalar\"", "\"unit\": \"byte\"", "model.geul.unknown"),
    ("\"unknown\": \"symbol\"", "\"unknown\": \"bytes\"", "model.type"),
    ("\"newlines\": \"lf\"", "\"newlines\": \"cr\"", "model.geul.newlines"),
    ("\"unicode_version\": \"", "\"unicode_version\": \"x", "model.geul.unicode_version"),
  ]

  @Test(arguments: refusals)
  func refusesWhatItCannotHonour(_ old: String, _ new: String, _ place: String) throws {
    let tokenizer = Tokenizer(
      form: .none, vocabulary: Vocabulary(scalars: [0x61, 0x62], unknown: .symbol))
    let good = String(decoding: tokenizer.json(), as: UTF8.self)
    let parts = good.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "\(old) is not in \(good)")
    let bad = Array((parts[0] + new + parts[1]).utf8)
    let error = #expect(throws: TextError.self) { try Tokenizer(json: bad, file: "t.json") }
    guard case .invalidTokenizer(let file, let found, _, _) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(file == "t.json")
    #expect(found.hasPrefix(place), "\(found)")
    #expect(error?.kind == .badData)
  }

  /// Spelling in bytes: the reserved symbols must be there, and symbols be what the unit allows.
  @Test(arguments: [
    (TextUnit.scalar, "\"<0x0A>\": 10", "\"<0x0a>\": 10"),
    (.grapheme, "\"e\u{301}\": 257", "\"\": 257"), (.scalar, "\"a\": 256", "\"ab\": 256"),
    (.jamo, "\"a\": 256", "\"ab\": 256"),
  ])
  func refusesSymbolsThatCannotBe(_ unit: TextUnit, _ old: String, _ new: String) throws {
    let symbols: [Vocabulary.Symbol] =
      unit == .grapheme ? [.scalar(0x61), .cluster([0x65, 0x301])] : [.scalar(0x61)]
    let tokenizer = Tokenizer(form: .none, vocabulary: Vocabulary(unit: unit, symbols: symbols))
    let good = String(decoding: tokenizer.json(), as: UTF8.self)
    #expect(try Tokenizer(json: Array(good.utf8), file: "t.json") == tokenizer)
    let parts = good.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2, "\(old) is not in \(good.suffix(200))")
    let bad = Array((parts[0] + new + parts[1]).utf8)
    #expect(throws: TextError.self) { try Tokenizer(json: bad, file: "t.json") }
  }

  @Test func refusesNewerUnicode() throws {
    let good = String(decoding: Self.scalars.json(), as: UTF8.self)
    let newer = good.replacing(
      "\"unicode_version\": \"\(UnicodeLibrary.unicodeVersion)\"",
      with: "\"unicode_version\": \"99.0.0\"")
    let error = #expect(throws: TextError.self) {
      try Tokenizer(json: Array(newer.utf8), file: "t.json")
    }
    guard case .newerUnicode("t.json", "99.0.0", _) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(error?.kind == .badData)
  }

  /// What the first version of the format wrote, whose unknown symbol is the only reserved one.
  @Test func readsTheFirstVersion() throws {
    let tokenizer = Tokenizer(
      form: .nfc, vocabulary: Vocabulary(scalars: [0x61, 0xAC00], unknown: .symbol))
    let old = String(decoding: tokenizer.json(), as: UTF8.self)
      .replacing("\"format_version\": 2", with: "\"format_version\": 1")
      .replacing("      \"newlines\": \"lf\",\n", with: "")
      .replacing("      \"unknown\": \"symbol\",\n", with: "")
    #expect(!old.contains("newlines"))
    #expect(try Tokenizer(json: Array(old.utf8), file: "t.json") == tokenizer)
  }

  @Test func refusesWhatIsNoStrictJSON() {
    let good = Self.scalars.json()
    #expect(throws: StorageError.self) {
      try Tokenizer(json: Array(good.dropLast(3)), file: "t.json")
    }
    let twice = Array(
      String(decoding: good, as: UTF8.self).replacing("\"\\u0000\": 260", with: "\"e\": 260").utf8)
    #expect(throws: StorageError.self) { try Tokenizer(json: twice, file: "t.json") }
  }
}
