import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulText
import Testing

/// The pieces of text that a session emits while it writes.
struct StreamedTextTests {
  @Test func bytesAppearAsWholeCharacters() throws {
    let session = try LanguageModel.cycle("한글\n", .bytes).session()
    var sampler = Sampler(temperature: 0)
    let (generation, pieces) = session.pieces(14, &sampler)
    #expect(pieces.map(\.values) == [[0xD55C], [0xAE00], [0x0A], [0xD55C], [0xAE00], [0x0A]])
    #expect(generation.text.values == "한글\n한글\n".values)
    #expect(generation.symbols.prefix(4) == [0xED, 0x95, 0x9C, 0xEA])
    #expect(abs(generation.logProbability) < 1e-3)
  }

  /// Of two bytes that are left none can begin a syllable, so they are characters of one byte.
  @Test func aCharacterThatTheLengthWouldCutIsNotBegun() throws {
    let session = try LanguageModel.cycle("한글\n", .bytes).session()
    var sampler = Sampler(temperature: 0)
    let (generation, pieces) = session.pieces(5, &sampler)
    #expect(generation.symbols.prefix(3) == [0xED, 0x95, 0x9C] && generation.symbols.count == 5)
    #expect(generation.symbols.suffix(2).allSatisfy { $0 < 0x80 })
    #expect(pieces.joined().values == generation.text.values)
    #expect(generation.text.values.count == 3 && generation.text.values[0] == 0xD55C)
  }

  @Test(arguments: NormalizationForm.allCases)
  func koreanIsReadInTheFormOfTheCorpus(form: NormalizationForm) throws {
    let text = "한글\n"
    let tokenizer = Tokenizer(scalarsOf: text, form)
    let session = try LanguageModel.cycle(text, tokenizer).session()
    let written = form.normalize("글\n한").values
    // The corpus's own form is the only one that is known where nothing is normalized.
    for prompt in form == .none ? ["한"] : ["한", "\u{1112}\u{1161}\u{11AB}"] {
      session.reset()
      #expect(session.read(prompt) == [:])
      var sampler = Sampler(temperature: 0)
      #expect(
        session.write(WritingSettings(length: written.count), sampler: &sampler).text.values
          == written)
    }
  }

  @Test func decomposedSyllablesAppearWhole() throws {
    let tokenizer = Tokenizer(scalarsOf: "한글\n", .nfd)
    let session = try LanguageModel.cycle("한글\n", tokenizer).session()
    var sampler = Sampler(temperature: 0)
    let (_, pieces) = session.pieces(10, &sampler)
    let (first, second): ([UInt32], [UInt32]) = (
      [0x1112, 0x1161, 0x11AB], [0x1100, 0x1173, 0x11AF]
    )
    #expect(pieces.map(\.values) == [first, second + [0x0A], first])
  }

  static let tokenizers: [Tokenizer] = [
    .bytes, Tokenizer(form: .nfd, vocabulary: .bytes),
    Tokenizer(scalarsOf: "한글 읽고 쓰기e\u{301}\r\n", .nfc),
    Tokenizer(scalarsOf: "한글 읽고 쓰기e\u{301}\r\n", .nfd),
    Tokenizer(scalarsOf: "\u{1F469}\u{200D}\u{1F1F0}\u{1F1F7}\u{1F3FD}a\u{301}\n", .nfc),
    Tokenizer(scalarsOf: "a\u{301}\u{302}\u{1F469}\u{200D} ", .none),
  ]

  @Test(arguments: tokenizers.indices, 1...5)
  func piecesJoinToTheTextOfTheSymbols(index: Int, seed: Int) {
    let tokenizer = Self.tokenizers[index]
    let session = LanguageModel.random(tokenizer, seed: seed).session()
    var sampler = Sampler(seed, temperature: 1.5)
    let (generation, pieces) = session.pieces(400, &sampler)
    #expect(generation.text.values == tokenizer.decode(generation.symbols).values)
    #expect(pieces.flatMap(\.values) == generation.text.values)
    #expect(pieces.allSatisfy { !$0.isEmpty })
  }

  /// A piece may end within a grapheme only after what appears at once, or when too much was held.
  @Test(arguments: tokenizers.indices, 1...5)
  func piecesAreWholeGraphemes(index: Int, seed: Int) {
    let tokenizer = Self.tokenizers[index]
    let session = LanguageModel.random(tokenizer, seed: seed).session()
    var sampler = Sampler(seed, temperature: 1.5)
    let (generation, pieces) = session.pieces(400, &sampler)
    let starts = Set(generation.text.indices.map { $0.utf16Offset(in: generation.text) })
    var end = 0
    for piece in pieces.dropLast() {
      end += piece.utf16.count
      let held = piece.unicodeScalars.count >= StreamingDecoder.longestHold
      #expect(
        starts.contains(end) || held || appearsAtOnce(piece.values.last ?? 0, tokenizer),
        "\(piece.values) ends within a grapheme")
    }
  }

  private func appearsAtOnce(_ scalar: UInt32, _ tokenizer: Tokenizer) -> Bool {
    let isPlain = (0x20..<0x7F).contains(scalar) || (0xAC00..<0xD7A4).contains(scalar)
    let composes = tokenizer.form == .nfc || tokenizer.form == .nfkc
    return scalar == 0x0A || scalar == 0x20 || composes && isPlain
  }

  @Test func theUnknownSymbolIsNeverWritten() {
    let language = LanguageModel.random(Tokenizer(scalarsOf: "ab"))
    var sampler = Sampler(temperature: 3)
    let generation = language.session().write(WritingSettings(length: 200), sampler: &sampler)
    #expect(generation.symbols.count == 200)
    #expect(!generation.symbols.contains(Vocabulary.unknownID))
    #expect(generation.text.values.allSatisfy { $0 == 0x61 || $0 == 0x62 })
  }
}
