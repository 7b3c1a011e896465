import Foundation
import GeulCompute
import GeulEvaluation
import GeulModel
import GeulText
import GeulTraining
import GeulWork
import Testing

/// How many lanes a text is read in where nobody says.
@Suite struct LaneChoiceTests {
  private let pool = WorkerPool(count: 1)

  /// Fifty lengths from 1 to 5,000 symbols.
  private static let lengths = (0..<50).map { place in
    max(place + 1, Int(pow(5000, Double(place) / 49).rounded()))
  }

  private func score(
    _ tokens: TokenSequence, _ range: Range<Int>, _ model: some SequenceModel,
    by evaluator: Evaluator
  ) throws -> Evaluation {
    try evaluator.score(tokens, range: range, model: model, kind: .fp32, pool: pool)
  }

  /// A model of a kind that has learnt something.
  private func learnt(_ name: ModelName, _ text: String) throws -> (Model, TokenSequence) {
    let run = try SmallRun(text, anyModel: .small(name)) {
      ($0.validation, $0.steps) = (0, 150)
    }
    if name == .ngram {
      let counting = try CountingRun(run.settings, tokenizer: run.tokenizer, data: run.data)
      _ = try counting.train()
      return (try #require(counting.language).model, run.data.corpus)
    }
    let trainer = try run.trainer()
    _ = try trainer.train()
    return (trainer.model, run.data.corpus)
  }

  @Test(arguments: ModelName.allCases)
  func theFigureIsThatOfOneLane(name: ModelName) throws {
    #expect(Self.lengths.count == 50 && Self.lengths.last == 5000)
    let (model, tokens) = try learnt(name, Texts.sentences(8192))
    for length in Self.lengths + [8192] {
      let exact = try score(tokens, 0..<length, model, by: Evaluator(lanes: 1))
      let found = try score(tokens, 0..<length, model, by: Evaluator())
      #expect(abs(found.perplexity / exact.perplexity - 1) < 1e-3, "\(length) symbols")
      #expect(found.lanes == max(1, length / Evaluator.leastPart), "\(length) symbols")
    }
  }

  /// A text within another is read after what stands before it.
  @Test func aPartOfATextIsReadAfterWhatStandsBefore() throws {
    let (model, tokens) = try learnt(.gru, Texts.sentences(6000))
    for start in [1, 17, 400] {
      let range = start..<start + 4500
      let exact = try score(tokens, range, model, by: Evaluator(lanes: 1))
      let found = try score(tokens, range, model, by: Evaluator())
      #expect(found.lanes == 2)
      #expect(found.warmUp == 200)
      #expect(abs(found.natsPerSymbol / exact.natsPerSymbol - 1) < 1e-3)
    }
  }

  /// Lanes that somebody asked for are given, and each reads what is in front of it, to the text's beginning.
  @Test(arguments: [2, 7, 25])
  func manyLanesOfAShortTextAreExact(lanes: Int) throws {
    let (model, tokens) = try learnt(.lstm, Texts.sentences(600))
    for start in [0, 3, 80] {
      let range = start..<start + 50
      let exact = try score(tokens, range, model, by: Evaluator(lanes: 1))
      let found = try score(tokens, range, model, by: Evaluator(lanes: lanes))
      #expect(found.lanes == lanes)
      #expect(abs(found.nats - exact.nats) < 1e-5 * exact.nats, "from \(start)")
    }
  }

  /// A long warm-up is a small part of what is read all the same.
  @Test func aWarmUpIsASmallPartOfWhatIsRead() throws {
    let tokens = TokenSequence(Texts.ids(12_000, below: 11), symbolCount: 11)
    let model = ContextModel(order: 2)
    for (warmUp, lanes) in [(0, 5), (200, 5), (400, 3), (2000, 1), (Int.max, 1)] {
      let found = try score(tokens, 0..<12_000, model, by: Evaluator(warmUp: warmUp))
      #expect(found.lanes == lanes, "after \(warmUp)")
    }
  }
}
