import Foundation
import GeulCompute
import GeulEvaluation
import GeulModel
import GeulText
import GeulTraining
import GeulWork
import Testing

@Suite struct EvaluatorTests {
  private let pool = WorkerPool(count: 1)

  private func score(
    _ tokens: TokenSequence, _ range: Range<Int>, _ model: some SequenceModel, lanes: Int,
    warmUp: Int = 200
  ) throws -> Evaluation {
    try Evaluator(lanes: lanes, warmUp: warmUp).score(
      tokens, range: range, model: model, kind: .fp32, pool: pool)
  }

  @Test(arguments: [1, 2, 3, 7, 32], [1, 2, 5, 100, 1000])
  func everySymbolIsScoredOnceInItsContext(lanes: Int, length: Int) throws {
    let ids = Texts.ids(1500, below: 11)
    let tokens = TokenSequence(ids, symbolCount: 11)
    for start in [0, 1, 2, 37, 1500 - length] where start + length <= ids.count {
      // The least that a lane can read for warm-up, 2 symbols and those before the range.
      let model = ContextModel(order: min(5, 2 + start))
      var expected = start == 0 ? log(11.0) : 0
      for position in max(1, start)..<max(1, start + length) {
        let past = start == 0 ? ids[0..<position] : ids[..<position]
        expected -= Double(model.figure(of: ids[position], after: past))
      }
      let found = try score(tokens, start..<start + length, model, lanes: lanes)
      #expect(found.symbols == length)
      #expect(abs(found.nats - expected) < 1e-6, "from \(start)")
    }
  }

  @Test func withoutWarmUpALaneKnowsTheSymbolBeforeItsPartAndNoMore() throws {
    let ids = Texts.ids(300, below: 11)
    let model = ContextModel(order: 4)
    let parts = [100..<125, 125..<150, 150..<175, 175..<200]
    let expected = parts.joined().reduce(0.0) { sum, position in
      let from = 100 + (position - 100) / 25 * 25 - 1
      return sum - Double(model.figure(of: ids[position], after: ids[from..<position]))
    }
    let tokens = TokenSequence(ids, symbolCount: 11)
    let found = try score(tokens, 100..<200, model, lanes: 4, warmUp: 0)
    #expect(found.nats == expected)
  }

  @Test(arguments: ModelName.allCases.filter(\.learnsByGradient))
  func oneLaneIsASymbolAtATime(name: ModelName) throws {
    let run = try SmallRun(Texts.sentences(450), anyModel: .small(name))
    let model = Model(run.settings.model, seed: 9)
    let tokens = run.data.corpus
    let ids = try tokens.ids(0..<tokens.count)
    let predictor = model.makePredictor(lanes: 1, steps: 1, kind: .fp32, pool: pool)
    var expected = log(Double(model.vocabularySize))
    for position in 1..<tokens.count {
      predictor.read([ids[position - 1]], predicting: .last)
      expected -= predictor.withLogProbabilities { Double($0[Int(ids[position])]) }
    }
    let found = try score(tokens, 0..<tokens.count, model, lanes: 1)
    #expect(abs(found.nats - expected) < 1e-6 * expected)
  }

  /// A model that sees so far and no further has the same figure in any number of lanes, whatever their warm-up.
  @Test(arguments: [ModelName.window, .ngram], [2, 9, 500])
  func lanesAreOneStreamWhereTheContextHasAnEnd(name: ModelName, lanes: Int) throws {
    let run = try SmallRun(Texts.sentences(700), anyModel: .small(name)) { $0.validation = 0.3 }
    var model = Model(run.settings.model, seed: 9)
    if name == .ngram {
      let counting = try CountingRun(run.settings, tokenizer: run.tokenizer, data: run.data)
      _ = try counting.train()
      model = try #require(counting.language).model
    }
    let tokens = run.data.corpus
    for range in [0..<tokens.count, 30..<90, run.data.train.upperBound..<tokens.count] {
      let exact = try score(tokens, range, model, lanes: 1, warmUp: range.lowerBound)
      let found = try score(tokens, range, model, lanes: lanes, warmUp: 0)
      #expect(abs(found.nats - exact.nats) < 1e-9 * exact.nats, "\(range)")
    }
  }

  @Test func warmUpBringsLanesNearTheExactFigure() throws {
    let run = try SmallRun(Texts.sentences(1200)) {
      $0.steps = 150
      $0.validation = 0
    }
    let trainer = try run.trainer()
    _ = try trainer.train()
    let tokens = run.data.corpus
    func figure(lanes: Int, warmUp: Int) throws -> Double {
      try score(tokens, 300..<1200, trainer.model, lanes: lanes, warmUp: warmUp).natsPerSymbol
    }
    let exact = try figure(lanes: 1, warmUp: 299)
    #expect(exact < 0.9 * log(Double(trainer.model.vocabularySize)))
    let cold = abs(try figure(lanes: 30, warmUp: 0) - exact)
    let warm = abs(try figure(lanes: 30, warmUp: 12) - exact)
    let hot = abs(try figure(lanes: 30, warmUp: 150) - exact)
    #expect(cold > 1e-3)
    #expect(warm < cold / 2)
    #expect(hot < 1e-5)
  }

  @Test(arguments: [1, 3, 7], [0, 250])
  func progressRisesToTheWholeAndAStopEndsTheWork(lanes: Int, start: Int) throws {
    let tokens = TokenSequence(Texts.ids(1500, below: 11), symbolCount: 11)
    let model = ContextModel(order: 1)
    let evaluator = Evaluator(lanes: lanes, warmUp: 20)
    var told: [Int] = []
    let whole = try evaluator.score(
      tokens, range: start..<1500, model: model, kind: .fp32, pool: pool
    ) { told.append($0) }
    #expect(whole.symbols == 1500 - start)
    #expect(told == told.sorted() && told.last == 1500 - start)
    for last in 1..<told.count {
      let stop = StopRequest()
      var calls = 0
      #expect(throws: WorkStopped.self) {
        try evaluator.score(
          tokens, range: start..<1500, model: model, kind: .fp32, pool: pool, stop: stop
        ) { _ in
          calls += 1
          if calls == last { stop.request() }
        }
      }
      #expect(calls == last)
    }
  }

  @Test func figuresAreOfOneLoss() throws {
    let tokens = TokenSequence(Texts.ids(60, below: 11), symbolCount: 11)
    let found = try score(tokens, 10..<60, ContextModel(order: 2), lanes: 1)
    #expect(abs(found.natsPerSymbol * 50 - found.nats) < 1e-9)
    #expect(abs(found.bitsPerSymbol * log(2) - found.natsPerSymbol) < 1e-9)
    #expect(abs(log(found.perplexity) - found.natsPerSymbol) < 1e-9)
    #expect(abs(found.bits(per: 25) - 2 * found.bitsPerSymbol) < 1e-9)
  }
}
