import Foundation
import GeulModel
import GeulStorage
import GeulTraining
import GeulWork
import Testing

/// What a run writes down: metrics that are those of the run, however often it was stopped, and a log that forgets
/// nothing.
@Suite struct RunJournalTests {
  private static let text = Texts.sentences(113)

  private func smallRun() throws -> SmallRun {
    try SmallRun(Self.text) {
      $0.steps = 20
      $0.evaluateEvery = .steps(4)
      $0.saveEvery = .steps(3)
      $0.validation = 0.2
    }
  }

  private func lines(_ path: String) throws -> [JSONReader] {
    let bytes = try contents(of: path)
    #expect(bytes.last == UInt8(ascii: "\n"))
    return try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONReader(Array($0), file: path)
    }
  }

  /// Event, step and loss of each line: what does not depend on the clock.
  private func figures(_ folder: RunFolder) throws -> [String] {
    try lines(folder.metrics).map { line in
      let event = try line.string(at: "event")
      let loss = try line.number(at: event == "step" ? "loss" : "nats_per_symbol")
      return "\(event) \(try line.integer(at: "step")) \(loss)"
    }
  }

  @Test func everyStepAndEvaluationHasItsLine() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    var expected: [String] = []
    _ = try smallRun().trainer(folder).train {
      if case .step(let step) = $0 { expected.append("step \(step.step)") }
      if case .evaluation(let evaluation) = $0 { expected.append("evaluation \(evaluation.step)") }
    }
    let found = try figures(folder).map { $0.split(separator: " ")[..<2].joined(separator: " ") }
    #expect(found == expected && expected.count == 25)
  }

  /// Stopped, and killed after notes that no checkpoint has, a run has the metrics of one that went through.
  @Test(arguments: [5, 11, 16])
  func metricsAreCutBackToWhereTheRunGoesOn(stop: Int) throws {
    let temporary = try TemporaryFolder()
    let whole = RunFolder(temporary.path("whole"))
    try whole.prepare()
    _ = try smallRun().trainer(whole).train()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    var diary = Diary()
    try smallRun().trainer(folder).train(into: &diary, stoppingAt: stop)
    // As a process that was killed some steps after its last save leaves it.
    let notes = try contents(of: whole.metrics)
    try write(notes[..<(notes.count * 9 / 10)] + [UInt8(ascii: "{")], to: folder.metrics)
    let checkpoint = try RunFolder.resolve(folder.path, .latest)
    _ = try SmallRun.resumed(from: checkpoint, text: Self.text, in: folder).train()
    #expect(try figures(folder) == figures(whole))
  }

  @Test func theLogTellsStartsSavesAndStops() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    let first = try smallRun().trainer(folder)
    first.causeOfStop = { "SIGTERM" }
    var diary = Diary()
    try first.train(into: &diary, stoppingAt: 5)
    let checkpoint = try RunFolder.resolve(folder.path, .latest)
    _ = try SmallRun.resumed(from: checkpoint, text: Self.text, in: folder).train()
    let log = try lines(folder.log)
    let events = try log.map { try $0.string(at: "event") }
    #expect(events.filter { $0 == "start" }.count == 2)
    let stops = try log.filter { try $0.string(at: "event") == "stop" }
    #expect(try stops.map { try $0.string(at: "cause") } == ["SIGTERM", "finished"])
    #expect(try stops.map { try $0.integer(at: "step") } == [5, 20])
    let saves = try log.filter { try $0.string(at: "event") == "save" }
    #expect(try saves.map { try $0.integer(at: "step") }.last == 20)
    #expect(try log[0].member(at: "settings").member(at: "training").integer(at: "steps") == 20)
    #expect(try log[0].string(at: "version") == BuildInformation.version)
    #expect(try log.allSatisfy { try $0.string(at: "time").hasSuffix("Z") })
  }

  @Test func aFailureIsNotedWithItsMessage() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    var model = RecurrentConfiguration.small(.rnn)
    model.activation = .relu
    let run = try SmallRun(Texts.sentences(900), model: model) {
      ($0.sequence, $0.steps, $0.clip, $0.validation) = (40, 60, 0, 0)
      ($0.optimizer, $0.learningRate) = (.sgd, 1e10)
    }
    let trainer = try run.trainer(folder)
    #expect(throws: TrainingError.self) { try trainer.train() }
    let last = try #require(try lines(folder.log).last)
    #expect(try last.string(at: "cause") == "failed")
    #expect(try last.string(at: "message").contains("diverged"))
  }

  /// A folder in which the notes' places are taken still trains, and says so once.
  @Test func notesThatCannotBeWrittenAreToldOnce() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    try FileManager.default.createDirectory(
      atPath: folder.metrics, withIntermediateDirectories: false)
    var diary = Diary()
    let outcome = try smallRun().trainer(folder).train(into: &diary)
    #expect(outcome.step == 20 && !outcome.interrupted)
    #expect(diary.notices.count == 1 && diary.notices[0].contains("metrics.jsonl"))
  }
}
