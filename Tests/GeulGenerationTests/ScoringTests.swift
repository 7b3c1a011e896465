import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText
import Testing

/// The surprisal of a text, character by character.
struct ScoringTests {
  private static let text = "그는 각, abc é\n"

  static let languages: [LanguageModel] = [
    .random(Tokenizer(scalarsOf: text)), .random(Tokenizer(scalarsOf: text, .nfd), cell: .gru),
    .random(.bytes, cell: .rnn),
  ]

  @Test(arguments: languages.indices)
  func charactersHaveTheSumOfTheirSymbols(_ index: Int) {
    let (session, other) = (Self.languages[index].session(), Self.languages[index].session())
    let scored = session.score(Self.text)
    let ids = session.tokenizer.encode(Self.text).ids
    #expect(
      scored.map(\.text).joined().values == session.tokenizer.form.normalize(Self.text).values)
    #expect(
      scored.count == Self.text.count && scored.reduce(0) { $0 + $1.symbolCount } == ids.count)
    var place = 0
    for piece in scored {
      var nats = 0.0
      for id in ids[place..<place + piece.symbolCount] {
        nats -= other.withNextLogProbabilities { Double($0[Int(id)]) }
        other.read([id])
      }
      place += piece.symbolCount
      #expect(abs(nats - piece.nats) < 1e-4, "\(piece.text)")
    }
    // Scoring is reading.
    #expect(session.continuation() == other.continuation())
  }
}
