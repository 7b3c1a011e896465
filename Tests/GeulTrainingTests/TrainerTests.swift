import Foundation
import GeulModel
import GeulTraining
import Testing

@Suite struct TrainerTests {
  /// The losses of a run, step by step.
  private func losses(_ run: SmallRun) throws -> [Double] {
    var diary = Diary()
    try run.trainer().train(into: &diary)
    return diary.losses.map(Double.init(bitPattern:))
  }

  /// A run of one step of a model that is wide enough for its first loss to be typical, and that loss.
  private func firstStep(
    _ cell: CellKind, change: (inout TrainingConfiguration) -> Void
  ) throws -> (run: SmallRun, loss: Double) {
    var model = RecurrentConfiguration.small(cell)
    model.hidden = 64
    let run = try SmallRun(Texts.sentences(600), model: model) {
      change(&$0)
      $0.steps = 1
    }
    return (run, try #require(try losses(run).first))
  }

  @Test(arguments: CellKind.allCases, [1, 2, 3])
  func theInitialLossIsThatOfAGuess(cell: CellKind, seed: UInt64) throws {
    let (run, loss) = try firstStep(cell) {
      $0.batch = 4
      $0.sequence = 32
      $0.seed = seed
      $0.prior = .uniform
    }
    let guess = log(Double(run.tokenizer.symbolCount))
    #expect(abs(loss - guess) < 0.02 * guess)
  }

  /// With the training text's frequencies as its prior, a model starts at the text's unigram entropy.
  @Test(arguments: CellKind.allCases)
  func theInitialLossIsThatOfTheFrequencies(cell: CellKind) throws {
    let (run, loss) = try firstStep(cell) {
      $0.batch = 8
      $0.sequence = 64
    }
    let symbols = try run.data.corpus.ids(run.data.train)
    var counts: [UInt32: Double] = [:]
    for symbol in symbols { counts[symbol, default: 0] += 1 }
    let total = Double(symbols.count)
    let entropy = counts.values.reduce(0) { $0 - $1 / total * log($1 / total) }
    #expect(abs(loss - entropy) < 0.05 * entropy, "\(loss), not \(entropy)")
  }

  @Test(arguments: CellKind.allCases, [Texts.korean, Texts.english])
  func oneLineIsLearntByHeart(cell: CellKind, text: String) throws {
    let model = RecurrentConfiguration(
      cell: cell, layers: 1, hidden: 40, input: .embedding(12), vocabulary: 1)
    let run = try SmallRun(text, model: model) {
      $0.batch = 1
      $0.sequence = 100
      $0.steps = 300
      $0.validation = 0
    }
    let loss = try #require(try losses(run).last)
    #expect(loss < 0.05)
  }

  @Test(arguments: OptimizerKind.allCases, ScheduleKind.allCases)
  func theLossFalls(optimizer: OptimizerKind, schedule: ScheduleKind) throws {
    var model = RecurrentConfiguration.small()
    model.hidden = 24
    let run = try SmallRun(Texts.sentences(600), model: model) {
      $0.optimizer = optimizer
      $0.schedule = schedule
      $0.learningRate = optimizer == .sgd ? 0.2 : 0.01
      $0.steps = 200
      $0.evaluateEvery = .steps(20)
      $0.batch = 8
      $0.warmUp = 5
    }
    let losses = try losses(run)
    let end = losses.suffix(20).reduce(0, +) / 20
    #expect(end < 0.85 * losses[0])
  }

  @Test(arguments: ModelName.allCases.filter(\.learnsByGradient))
  func theSameRunGivesTheSameBits(name: ModelName) throws {
    let run = try SmallRun(Texts.sentences(300), anyModel: .small(name, dropout: 0.2)) {
      $0.steps = 20
      $0.evaluateEvery = .steps(5)
    }
    let (first, second) = (try run.trainer(), try run.trainer())
    var diaries = [Diary(), Diary()]
    try first.train(into: &diaries[0])
    try second.train(into: &diaries[1])
    #expect(first.bits == second.bits)
    #expect(diaries[0] == diaries[1])
  }

  @Test(arguments: CellKind.allCases, [2, 4])
  func theNumberOfThreadsChangesNoBit(cell: CellKind, threads: Int) throws {
    var model = RecurrentConfiguration.small(cell, dropout: 0.2)
    model.hidden = 37
    let results = try [1, threads].map { threads in
      let run = try SmallRun(Texts.sentences(900), model: model) {
        $0.batch = 5
        $0.sequence = 11
        $0.steps = 20
        $0.evaluateEvery = .steps(10)
        $0.threads = threads
      }
      var diary = Diary()
      let trainer = try run.trainer()
      try trainer.train(into: &diary)
      return (trainer.bits, diary)
    }
    #expect(results[0].0 == results[1].0)
    #expect(results[0].1 == results[1].1)
  }

  @Test(
    arguments: [
      (nil, nil, 70), (30, nil, 30), (nil, 2.5, 18), (30, 2.5, 18), (9, 2.5, 9), (nil, 0.01, 1),
    ] as [(Int?, Double?, Int)])
  func theRunEndsAtTheFirstOfItsEnds(steps: Int?, epochs: Double?, expected: Int) throws {
    // 108 symbols: 3 lanes of 35 predictions, 7 chunks of 5.
    let run = try SmallRun(Texts.sentences(108)) {
      $0.validation = 0
      $0.steps = steps
      $0.epochs = epochs
    }
    let trainer = try run.trainer()
    #expect(trainer.stepsPerEpoch == 7)
    let outcome = try trainer.train()
    #expect(outcome.step == expected && !outcome.interrupted)
  }
}
