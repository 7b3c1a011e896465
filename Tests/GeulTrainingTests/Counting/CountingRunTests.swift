import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork
import Testing

/// Runs that count.
@Suite struct CountingRunTests {
  private let small: SmallRun

  init() throws { small = try SmallRun(Texts.sentences(200), anyModel: .small(.ngram)) }

  private func counting(_ folder: RunFolder? = nil) throws -> CountingRun {
    try CountingRun(small.settings, tokenizer: small.tokenizer, data: small.data, run: folder)
  }

  @Test func countsScoresAndSaves() throws {
    let folder = RunFolder(try TemporaryFolder().path + "-run")
    try folder.prepare()
    defer { do { try FileSystem().removeFolder(folder.path) } catch {} }
    var names: [String] = []
    let run = try counting(folder)
    let outcome = try run.train { event in
      switch event {
      case .start(let start):
        #expect(start.parameters == nil && start.chunks == nil)
        names.append("start")
      case .counting(let counting):
        if names.last != counting.stage.rawValue { names.append(counting.stage.rawValue) }
      case .notice, .guarded: break
      case .checkpoint: names.append("checkpoint")
      case .evaluation(let evaluation):
        #expect(evaluation.score.natsPerSymbol < 2.5)
        names.append("evaluation")
      case .finished: names.append("finished")
      case .step, .sample: Issue.record("\(event)")
      }
    }
    #expect(
      names == [
        "start", "counting", "merging", "estimating", "checkpoint", "evaluation", "finished",
      ])
    #expect(outcome.step == 1 && !outcome.interrupted)
    #expect(outcome.parameters == run.language?.model.parameterCount)
    #expect(try folder.steps() == [1])
    #expect(try folder.bestStep() == 1)
    #expect(try !folder.hasBeginning())
    try expectTheSame(run, savedIn: folder, nats: outcome.best?.natsPerSymbol)
  }

  /// What was saved is what was counted, and a run that is taken up has nothing left to do.
  private func expectTheSame(
    _ run: CountingRun, savedIn folder: RunFolder, nats: Double?
  ) throws {
    let saved = try LanguageModel(checkpoint: folder.checkpoint(at: 1))
    #expect(saved.model.parameterCount == run.language?.model.parameterCount)
    let again = try CountingRun(
      small.settings, tokenizer: small.tokenizer, data: small.data, run: folder,
      model: saved.model)
    try again.resume(from: folder.checkpoint(at: 1))
    #expect(again.progress.best?.natsPerSymbol == nats)
    var events = 0
    let outcome = try again.train { _ in events += 1 }
    #expect(events == 2 && outcome.step == 1 && !outcome.interrupted)
  }

  /// Stopped wherever it looks up, a run leaves what was asked for, and one that begins anew counts the same.
  @Test(arguments: 0..<3)
  func aStoppedCountLeavesWhatWasAskedFor(event: Int) throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path)
    let stop = StopRequest()
    var seen = 0
    let outcome = try counting(folder).train(stop: stop) {
      if case .counting = $0 {
        if seen == event { stop.request() }
        seen += 1
      }
    }
    #expect(outcome.interrupted && outcome.step == 0 && outcome.checkpoint == nil)
    #expect(try folder.steps() == [])
    #expect(try folder.hasBeginning())
    #expect(try RunSettings(checkpoint: folder.beginning) == small.settings)
    #expect(try !counting(folder).train().interrupted)
    #expect(try folder.steps() == [1])
    #expect(
      try FileSystem().names(in: folder.path).contains { $0.hasPrefix(".geul") } == false)
  }

  @Test func aRunWithoutAFolderKeepsItsModel() throws {
    let run = try counting()
    #expect(run.language == nil)
    #expect(try run.train().checkpoint == nil)
    #expect(run.language != nil)
  }

  @Test func whatLearnsByGradientDoesNotCountNorTheOtherWayRound() throws {
    #expect(throws: TrainingError.self) { _ = try small.trainer() }
    let other = try SmallRun(Texts.sentences(60))
    #expect(throws: TrainingError.self) {
      _ = try CountingRun(other.settings, tokenizer: other.tokenizer, data: other.data)
    }
  }
}
