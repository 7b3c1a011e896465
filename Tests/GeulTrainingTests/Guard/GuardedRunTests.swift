import FoundationEssentials
import GeulCompute
import GeulLanguage
import GeulModel
import GeulStorage
import GeulTraining
import Glibc
import Testing

/// Settings that no text can be learnt with, and single steps that would harm.
@Suite struct GuardedRunTests {
  private static let text = Texts.sentences(700)

  /// Settings beyond reason, and what they are.
  struct Absurd: Sendable, CustomStringConvertible {
    let description: String
    let change: @Sendable (inout TrainingConfiguration) -> Void

    init(_ description: String, _ change: @escaping @Sendable (inout TrainingConfiguration) -> Void)
    {
      (self.description, self.change) = (description, change)
    }
  }

  private static let absurd: [Absurd] =
    [10, 1e2, 1e4, 1e10, 1e38].map { rate in
      Absurd("adam at \(rate)") { $0.learningRate = rate }
    }
    + [1e3, 1e30].map { rate in
      Absurd("sgd at \(rate) without clipping") {
        ($0.optimizer, $0.learningRate, $0.clip) = (.sgd, rate, 0)
      }
    } + [
      Absurd("decay of 1e6") { ($0.optimizer, $0.weightDecay) = (.adamw, 1e6) },
      Absurd("decay of 1e38") { ($0.optimizer, $0.weightDecay) = (.adamw, 1e38) },
      Absurd("momentum of 0.9999 at 50") {
        ($0.optimizer, $0.momentum, $0.learningRate) = (.sgd, 0.9999, 50)
      },
      Absurd("rmsprop at 1e6") { ($0.optimizer, $0.learningRate) = (.rmsprop, 1e6) },
      Absurd("rmsprop at 1e20, clipped at 1e30") {
        ($0.optimizer, $0.learningRate, $0.clip) = (.rmsprop, 1e20, 1e30)
      },
    ]

  /// The loss of the unigram on what a run is validated or trained on, in nats.
  private func unigram(_ run: SmallRun) throws -> Double {
    let counts = try run.data.corpus.counts(
      in: run.data.train, symbolCount: run.tokenizer.symbolCount)
    let text = run.data.validation?.range ?? run.data.train
    let scored = try run.data.corpus.counts(in: text, symbolCount: run.tokenizer.symbolCount)
    let total = Double(counts.reduce(0, +) + counts.count)
    let nats = zip(scored, counts).reduce(0.0) { $0 - Double($1.0) * log(Double($1.1 + 1) / total) }
    return nats / Double(text.count)
  }

  /// Every checkpoint is finite, and the run ends with a model not worse than the unigram or with its own error.
  @Test(arguments: Self.absurd, [CellKind.lstm, .rnn])
  func absurdSettingsLeaveAFiniteModelOrSayThatTheyDiverged(absurd: Absurd, cell: CellKind) throws {
    var model = RecurrentConfiguration.small(cell)
    model.activation = cell == .rnn ? .relu : .tanh
    for validation in [0, 0.2] {
      let run = try SmallRun(Self.text, model: model) {
        ($0.steps, $0.validation) = (150, validation)
        ($0.saveEvery, $0.evaluateEvery, $0.keep) = (.steps(1), .steps(10), 1)
        absurd.change(&$0)
      }
      let temporary = try TemporaryFolder()
      let folder = RunFolder(temporary.path("run"))
      try folder.prepare()
      let trainer = try run.trainer(folder)
      var hasDiverged = false
      do throws(TrainingError) { _ = try trainer.train() } catch {
        switch error {
        case .diverged, .nothingLearnt: hasDiverged = true
        default: throw error
        }
      }
      for step in try folder.steps() {
        _ = try Checkpoint.verify(CheckpointFolder(folder.checkpoint(at: step)))
      }
      #expect(try !folder.steps().isEmpty)
      guard !hasDiverged else { continue }
      let unigram = try unigram(run)
      if let best = trainer.progress.best {
        #expect(best.natsPerSymbol < unigram + 0.06, "\(absurd), \(cell)")
      }
    }
  }

  /// A run that goes well is looked on at, and no more.
  @Test(arguments: [ModelName.lstm, .gru, .rnn, .window], OptimizerKind.allCases)
  func aSoundRunIsLeftAlone(name: ModelName, optimizer: OptimizerKind) throws {
    let run = try SmallRun(Self.text, anyModel: .small(name, dropout: 0.2)) {
      ($0.steps, $0.optimizer, $0.learningRate) = (200, optimizer, 0.01)
    }
    var events: [GuardEvent] = []
    let trainer = try run.trainer()
    _ = try trainer.train { if case .guarded(let event) = $0 { events.append(event) } }
    #expect(events.isEmpty)
    #expect(trainer.progress.skippedSteps == 0 && trainer.progress.rateScale == 1)
  }

  /// One step whose gradient is no number changes nothing, and is in the log with its place.
  @Test func aPoisonedStepIsLeftOutAndNoted() throws {
    let run = try SmallRun(Self.text) { $0.steps = 12 }
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    let trainer = try run.trainer(folder)
    for _ in 1...4 { _ = try trainer.step() }
    let before = trainer.bits
    // The bias of a symbol, which every prediction heeds.
    let place = trainer.learner.parameters.count - 1
    let weight = trainer.learner.parameters[place]
    trainer.learner.parameters[place] = .nan
    let step = try trainer.step()
    #expect(step.wasSkipped && step.step == 5)
    trainer.learner.parameters[place] = weight
    #expect(trainer.bits == before)
    let event = try #require(trainer.takeGuardEvents().first)
    #expect(event.action == .skip && event.step == 5 && event.finding == .lossNotFinite)
    #expect(event.place.chunk == 4 && event.place.epoch == 0)
    #expect(run.data.train.contains(event.place.symbols.lowerBound))
    #expect(event.place.symbols.count == 6)
    #expect(try trainer.step().wasSkipped == false)
    let log = String(decoding: try contents(of: folder.log), as: UTF8.self)
    #expect(log.contains("\"event\":\"guard\"") && log.contains("loss_not_finite"))
  }
}
