import GeulCompute
import GeulModel
import GeulStorage
import GeulTraining
import GeulWork
import Testing

/// A run that was stopped and taken up again by fresh objects is the run that was not, bit for bit.
@Suite struct ResumeTests {
  /// 2 lanes of 45 predictions, 9 chunks of 5, and 22 symbols to validate on.
  private static let text = Texts.sentences(113)
  private static let steps = 31

  private func smallRun(
    _ model: ModelConfiguration = .small(.lstm), change: (inout TrainingConfiguration) -> Void
  ) throws -> SmallRun {
    try SmallRun(Self.text, anyModel: model) {
      $0.batch = 2
      $0.steps = Self.steps
      $0.validation = 0.2
      $0.evaluateEvery = .steps(4)
      $0.learningRate = 0.05
      change(&$0)
    }
  }

  /// Everything of a finished run that must not depend on its interruptions.
  private struct Result: Equatable {
    var diary: Diary
    var progress: TrainingProgress
    var model: [UInt8]
    var training: [UInt8]

    init(_ diary: Diary, _ trainer: Trainer, in folder: RunFolder) throws {
      self.diary = diary
      self.diary.checkpoints = []
      progress = trainer.progress
      progress.seconds = 0
      progress.stepSeconds = 0
      let checkpoint = try RunFolder.resolve(folder.path, .latest)
      #expect(checkpoint == folder.checkpoint(at: ResumeTests.steps))
      model = try contents(of: checkpoint + "/model.safetensors")
      training = try contents(of: checkpoint + "/training.safetensors")
    }
  }

  /// The run's result when it is stopped after each of these steps.
  private func result(_ run: SmallRun, stops: [Int]) throws -> Result {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    var diary = Diary()
    var trainer = try run.trainer(folder)
    for stop in stops {
      let outcome = try trainer.train(into: &diary, stoppingAt: stop)
      #expect(outcome.interrupted && outcome.step == stop)
      let checkpoint = try RunFolder.resolve(folder.path, .latest)
      #expect(checkpoint == folder.checkpoint(at: stop))
      #expect(outcome.checkpoint == checkpoint)
      trainer = try SmallRun.resumed(from: checkpoint, text: Self.text, in: folder)
      #expect(trainer.progress.step == stop)
    }
    let outcome = try trainer.train(into: &diary)
    #expect(!outcome.interrupted && outcome.step == Self.steps)
    return try Result(diary, trainer, in: folder)
  }

  /// Stops after the first step, at an evaluation, within an epoch, at an epoch's end, before the last.
  @Test(arguments: ModelName.allCases.filter(\.learnsByGradient), OptimizerKind.allCases)
  func interruptionsChangeNoBit(name: ModelName, optimizer: OptimizerKind) throws {
    for (dropout, schedule) in [(0, .cosine), (0.3, .plateau)] as [(Float, ScheduleKind)] {
      let run = try smallRun(.small(name, dropout: dropout)) {
        $0.optimizer = optimizer
        $0.schedule = schedule
        // High enough that validation gets worse and the plateau schedule has something to do.
        if schedule == .plateau {
          $0.learningRate = optimizer == .sgd ? 3 : optimizer == .rmsprop ? 1 : 0.3
        }
      }
      let whole = try result(run, stops: [])
      #expect(whole.diary.losses.count == Self.steps)
      #expect(whole.diary.evaluations.count == 8)
      if schedule == .plateau { #expect(whole.progress.reductions > 0) }
      #expect(try result(run, stops: [1, 12, 14, 27, 30]) == whole, "\(schedule)")
    }
  }

  @Test(arguments: [1, 2, 4, 9, 18, 28, 30], [0, Float(0.25)])
  func oneInterruptionChangesNoBit(stop: Int, dropout: Float) throws {
    let run = try smallRun(.small(.lstm, dropout: dropout)) {
      $0.schedule = .plateau
      $0.warmUp = 3
    }
    #expect(try result(run, stops: [stop]) == result(run, stops: []))
  }

  /// The places of random chunks are drawn by where the run stands, and by nothing that a stop could lose.
  @Test(arguments: [ModelName.lstm, .window], [ChunkOrder.reset, .random])
  func interruptionsChangeNoChunk(name: ModelName, order: ChunkOrder) throws {
    let run = try smallRun(.small(name, dropout: 0.2)) { $0.chunks = order }
    let carried = try smallRun(.small(name, dropout: 0.2)) { _ in }
    let whole = try result(run, stops: [])
    #expect(try result(run, stops: [1, 9, 13, 18, 30]) == whole)
    #expect(try result(carried, stops: []).model != whole.model)
  }

  /// The means and the run's own parameters go on, and what is dropped is drawn by the step alone.
  @Test(arguments: [ModelName.lstm, .gru, .window])
  func interruptionsChangeNoMean(name: ModelName) throws {
    var model = ModelConfiguration.small(name, dropout: 0.2)
    if case .recurrent(var recurrent) = model {
      (recurrent.weightDropout, recurrent.inputDropout) = (0.3, 0.1)
      (recurrent.outputDropout, recurrent.dropoutMasks) = (0.4, .chunk)
      model = .recurrent(recurrent)
    }
    let run = try smallRun(model) {
      $0.averaging = .tails
      $0.schedule = .constant
    }
    let plain = try smallRun(model) { $0.schedule = .constant }
    let whole = try result(run, stops: [])
    #expect(try result(run, stops: [1, 8, 13, 18, 30]) == whole)
    // The same steps, and another model.
    let latest = try result(plain, stops: [])
    #expect(latest.diary.losses == whole.diary.losses)
    #expect(latest.model != whole.model)
  }

  @Test(arguments: [28, 31])
  func aStopDuringAnEvaluationLosesNoEvaluation(steps: Int) throws {
    let run = try smallRun(.small(.gru)) { $0.steps = steps }
    var whole = Diary()
    try run.trainer().train(into: &whole)
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path)
    var diary = Diary()
    let outcome = try run.trainer(folder).train(into: &diary, stoppingAt: steps)
    #expect(outcome.interrupted)
    let resumed = try SmallRun.resumed(
      from: try RunFolder.resolve(folder.path, .latest), text: Self.text, in: folder)
    #expect(try !resumed.train(into: &diary).interrupted)
    #expect(diary.evaluations == whole.evaluations)
    let again = try SmallRun.resumed(
      from: try RunFolder.resolve(folder.path, .latest), text: Self.text, in: folder)
    #expect(again.progress.best == resumed.progress.best)
    #expect(again.progress.evaluatedStep == steps)
    #expect(try folder.bestStep() == resumed.progress.best?.step)
  }

  @Test func aFinishedRunIsLeftAsItIs() throws {
    let run = try smallRun { _ in }
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path)
    _ = try run.trainer(folder).train()
    let resumed = try SmallRun.resumed(
      from: try RunFolder.resolve(folder.path, .latest), text: Self.text, in: folder)
    let before = resumed.progress
    var diary = Diary()
    let outcome = try resumed.train(into: &diary)
    #expect(outcome.step == Self.steps && !outcome.interrupted)
    #expect(diary == Diary())
    #expect(resumed.progress.evaluationsSinceBest == before.evaluationsSinceBest)
  }

  @Test func aStopBeforeTheFirstStepSavesTheStart() throws {
    let run = try smallRun { _ in }
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path)
    let stop = StopRequest()
    stop.request()
    let outcome = try run.trainer(folder).train(stop: stop)
    #expect(outcome.interrupted && outcome.step == 0)
    let resumed = try SmallRun.resumed(
      from: try RunFolder.resolve(folder.path), text: Self.text, in: folder)
    var (diary, whole) = (Diary(), Diary())
    try resumed.train(into: &diary)
    try run.trainer().train(into: &whole)
    #expect(diary.losses == whole.losses)
  }
}
