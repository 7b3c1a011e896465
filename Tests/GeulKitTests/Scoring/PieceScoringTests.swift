import Foundation
import GeulKit
import Testing

/// Lines scored for themselves, in any company.
@Suite struct PieceScoringTests {
  private static let alphabet = Array("달이밝은 밤\n".unicodeScalars.map(\.value))
  private static let tokenizer = Tokenizer(
    form: .nfc, vocabulary: Vocabulary(scalars: alphabet.sorted()))

  private func language(_ name: ModelName) -> LanguageModel {
    let vocabulary = Self.tokenizer.symbolCount
    let configuration: ModelConfiguration =
      switch name {
      case .ngram: .ngram(NGramConfiguration(order: 3, vocabulary: vocabulary))
      case .window:
        .window(WindowConfiguration(window: 4, layers: 1, hidden: 9, vocabulary: vocabulary))
      default:
        .recurrent(
          RecurrentConfiguration(
            cell: .lstm, layers: 2, hidden: 10, input: .embedding(6), vocabulary: vocabulary))
      }
    return LanguageModel(model: Model(configuration, seed: 6), tokenizer: Self.tokenizer)
  }

  /// Lines of 0 to 150 characters, some of them not in the vocabulary.
  private static let lines: [String] = {
    var random = RandomStream(seed: 2, purpose: 96)
    return (0..<200).map { _ in
      let length = Int(random.next() % (random.next() % 9 == 0 ? 150 : 12))
      return String(
        String.UnicodeScalarView(
          (0..<length).compactMap { _ in
            random.next() % 30 == 0
              ? Unicode.Scalar(0x263A)
              : Unicode.Scalar(alphabet[Int(random.next() % UInt64(alphabet.count - 1))])
          }))
    }
  }()

  /// -ln p of a line and its line feed, one symbol at a time, after a line feed.
  private func expected(_ line: String, _ language: LanguageModel) -> Double {
    let ids = Self.tokenizer.encode(line + "\n").ids
    let predictor = language.model.makePredictor(
      lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
    var nats = 0.0
    for (before, target) in zip(Self.tokenizer.encode("\n").ids + ids, ids) {
      predictor.read([before], predicting: .last)
      nats -= predictor.withLogProbabilities { Double($0[Int(target)]) }
    }
    return nats
  }

  @Test(arguments: [ModelName.lstm, .window, .ngram]) func eachIsScoredAlone(name: ModelName) throws
  {
    let language = language(name)
    let scoring = try PieceScoring(language, pool: WorkerPool(count: 2))
    let together = try scoring.score(lines: Self.lines)
    for (place, line) in Self.lines.enumerated() {
      let nats = expected(line, language)
      #expect(abs(together[place].nats - nats) < 1e-5 * nats, "line \(place)")
      #expect(together[place].index == place + 1)
      #expect(together[place].characters == line.unicodeScalars.count + 1)
      #expect(try scoring.score(lines: [line])[0].nats == together[place].nats)
    }
  }

  /// The lines of a text are what they are by themselves, in their order, the last also without its line feed.
  @Test(arguments: ["", "\n"]) func linesOfATextAreTheSame(end: String) throws {
    let language = language(.lstm)
    let scoring = try PieceScoring(language, pool: WorkerPool(count: 2))
    // Beyond what is held at a time.
    let lines = Array((0..<25).map { _ in Self.lines }.joined()) + ["밤"]
    let ids = Self.tokenizer.encode(lines.joined(separator: "\n") + end).ids
    let tokens = TokenSequence(ids, symbolCount: Self.tokenizer.symbolCount)
    var found: [ScoredPiece] = []
    try scoring.score(.line, of: tokens, in: 0..<tokens.count) { found.append($0) }
    #expect(found == (try scoring.score(lines: lines)))
  }

  @Test func rowsHaveTheHeadersColumns() {
    let piece = ScoredPiece(index: 3, name: "a\tb", nats: 2.5, symbols: 4, characters: 3)
    #expect(piece.row.split(separator: "\t").prefix(3) == ["3", "2.5000", "4"])
    #expect(ScoredPiece.header(named: false).split(separator: "\t").count == 5)
    #expect(abs(piece.bitsPerCharacter - 2.5 / 0.693_147_18 / 3) < 1e-6)
    #expect(abs(piece.perplexity - exp(2.5 / 4)) < 1e-12)
  }

  @Test func withoutALineFeedThereIsNoBeginning() {
    let tokenizer = Tokenizer(
      form: .nfc, vocabulary: Vocabulary(scalars: [0x61, 0x62], unknown: .symbol))
    let model = Model(
      .recurrent(
        RecurrentConfiguration(
          cell: .gru, layers: 1, hidden: 3, input: .oneHot, vocabulary: tokenizer.symbolCount)),
      seed: 1)
    #expect(throws: RequestError.self) {
      try PieceScoring(
        LanguageModel(model: model, tokenizer: tokenizer), pool: WorkerPool(count: 1))
    }
  }
}
