import GeulCompute
import GeulEvaluation
import GeulModel
import GeulText
import GeulTraining
import GeulWork
import Testing

/// Learning from what was scored, and from nothing else.
@Suite struct DynamicEvaluatorTests {
  private let pool = WorkerPool(count: 2)

  private func evaluator(
    _ name: ModelName, _ text: String = Texts.sentences(900)
  ) throws -> (DynamicEvaluator?, Model, TokenSequence) {
    let run = try SmallRun(text, anyModel: .small(name))
    let model = Model(run.settings.model, seed: 5)
    let tokens = run.data.corpus
    let evaluator = try DynamicEvaluator(
      model, training: tokens, range: 0..<tokens.count / 2, pool: pool)
    return (evaluator, model, tokens)
  }

  private static let fast = DynamicEvaluator.Settings(rate: 3e-3, decay: 1e-3)

  /// What comes later changes nothing: no symbol is scored by a model that has seen it.
  @Test(arguments: [ModelName.lstm, .gru, .rnn, .window]) func theFutureIsNotSeen(name: ModelName)
    throws
  {
    let (found, _, tokens) = try evaluator(name)
    let evaluator = try #require(found)
    let whole = try evaluator.losses(tokens, range: 0..<400, Self.fast)
    #expect(whole.count == 400)
    var ids = try tokens.ids(0..<tokens.count)
    for place in 201..<ids.count { ids[place] = 0 }
    let symbols = Int(ids.max() ?? 0) + 1
    let changed = TokenSequence(ids, symbolCount: symbols)
    let other = try evaluator.losses(changed, range: 0..<400, Self.fast)
    // Symbol 200 is the last that is the same.
    #expect(whole[..<201].elementsEqual(other[..<201]))
    #expect(whole[201...] != other[201...])
  }

  /// Without a rate it is the model as it was.
  @Test(arguments: [ModelName.lstm, .window], [0, 1, 37]) func withoutARateNothingIsLearnt(
    name: ModelName, from: Int
  ) throws {
    let (found, model, tokens) = try evaluator(name)
    let evaluator = try #require(found)
    let range = from..<from + 333
    let dynamic = try evaluator.losses(tokens, range: range, .init(rate: 0, decay: 0.1))
    var expected = [Float](repeating: 0, count: range.count)
    _ = try Evaluator(lanes: 1, warmUp: 0).score(
      tokens, range: range, model: model, kind: .fp32, pool: pool,
      each: { expected[$0] = Float($1) })
    // What stands before the range is not read, of which a window sees six symbols.
    for (place, loss) in dynamic.enumerated() where name != .window || from < 2 || place >= 6 {
      #expect(abs(loss - expected[place]) < 1e-4, "symbol \(place)")
    }
  }

  /// Each text begins with the model that training left.
  @Test func aTextLeavesNothingBehind() throws {
    let (found, _, tokens) = try evaluator(.lstm)
    let evaluator = try #require(found)
    let first = try evaluator.losses(tokens, range: 100..<300, Self.fast)
    _ = try evaluator.losses(tokens, range: 0..<500, .init(rate: 0.05, decay: 0))
    #expect(try evaluator.losses(tokens, range: 100..<300, Self.fast) == first)
  }

  @Test func whatRepeatsIsLearnt() throws {
    let (found, _, tokens) = try evaluator(.lstm)
    let evaluator = try #require(found)
    func sum(_ settings: DynamicEvaluator.Settings) throws -> Double {
      try evaluator.losses(tokens, range: 0..<800, settings).reduce(0) { $0 + Double($1) }
    }
    let still = try sum(.init(rate: 0, decay: 0))
    #expect(try sum(Self.fast) < still)
    let best = try evaluator.best(
      of: [.init(rate: 0, decay: 0), Self.fast], tokens, range: 0..<800)
    #expect(best.settings == Self.fast)
  }

  @Test func whatCountsDoesNotLearn() throws {
    #expect(try evaluator(.ngram).0 == nil)
  }
}
