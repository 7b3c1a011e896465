import Foundation
import GeulKit
import Testing

/// From a request to a run: a new one, and one that is resumed.
@Suite struct TrainingJobTests {
  private let text = String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 60)

  private func request(_ folder: TemporaryFolder) throws -> TrainingRequest {
    var request = TrainingRequest()
    request.corpus = [try folder.write("moon.txt", text)]
    request.out = folder.path("run")
    (request.model.layers, request.model.hidden) = (1, 12)
    (request.training.batch, request.training.sequence) = (3, 8)
    (request.training.steps, request.training.threads) = (12, 2)
    request.training.evaluateEvery = .steps(4)
    return request
  }

  /// What is told, line by line.
  private final class Notes {
    var lines: [String] = []
  }

  @Test func aNewRunIsReadTrainedAndKept() throws {
    let folder = try TemporaryFolder()
    var read = 0
    let job = try TrainingJob(
      new: request(folder), tell: TrainingJob.Listener(reading: { bytes, _ in read = bytes }))
    #expect(read == text.utf8.count)
    #expect(job.settings.corpus == [folder.path("moon.txt")])
    let outcome = try job.train()
    #expect(outcome.step == 12 && !outcome.interrupted)
    let language = try LanguageModel(path: folder.path("run"))
    #expect(language.model.configuration == job.settings.model)
    for file in ["corpus.tokens", "metrics.jsonl", "log.jsonl", "run.json"] {
      #expect(FileManager.default.fileExists(atPath: folder.path("run/" + file)), "\(file)")
    }
  }

  @Test func aSecondRunInTheFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    _ = try TrainingJob(new: request(folder)).train()
    let error = #expect(throws: RequestError.self) { try TrainingJob(new: request(folder)) }
    #expect(error?.kind == .cannotCreate)
  }

  /// Stopped, and resumed by a request that names nothing but the folder, a run ends as one that went through.
  @Test func aResumedRunIsTheRunThatWasNotStopped() throws {
    let (whole, parts) = (try TemporaryFolder(), try TemporaryFolder())
    let expected = try TrainingJob(new: request(whole))
    _ = try expected.train()
    let stop = StopRequest()
    let first = try TrainingJob(new: request(parts))
    _ = try first.train(stop: stop) {
      if case .step(let step) = $0, step.step == 5 { stop.request() }
    }
    var request = TrainingRequest()
    request.out = parts.path("run")
    let resumed = try TrainingJob.resuming(request)
    #expect(resumed.course.progress.step == 5)
    _ = try resumed.train()
    #expect(
      resumed.course.language?.model.parameters?.elements
        == expected.course.language?.model.parameters?.elements)
  }

  @Test func whatWouldChangeTheRunIsRefused() throws {
    let folder = try TemporaryFolder()
    _ = try TrainingJob(new: request(folder)).train()
    var request = TrainingRequest()
    request.out = folder.path("run")
    request.training.steps = 20
    #expect(try TrainingJob.resuming(request).settings.training.steps == 20)
    request.training.seed = 77
    let error = #expect(throws: RequestError.self) { try TrainingJob.resuming(request) }
    #expect(error?.description.contains("--seed") == true)
  }

  /// A damaged checkpoint is told of and set aside, and the one before it is taken.
  @Test func theNewestThatCanBeReadIsTaken() throws {
    let folder = try TemporaryFolder()
    var request = try request(folder)
    (request.training.saveEvery, request.training.keep) = (.steps(6), 5)
    _ = try TrainingJob(new: request).train()
    let run = RunFolder(folder.path("run"))
    try Data("{".utf8).write(to: URL(filePath: run.checkpoint(at: 12) + "/config.json"))
    request = TrainingRequest()
    request.out = run.path
    let notes = Notes()
    let job = try TrainingJob.resuming(
      request, tell: TrainingJob.Listener(note: { notes.lines.append($0) }))
    #expect(job.course.progress.step < 12)
    #expect(notes.lines.contains { $0.contains("trying the checkpoint before") })
    #expect(FileManager.default.fileExists(atPath: run.path + "/damaged-step-12"))
  }

  @Test func aFolderWithoutARunIsMissing() throws {
    let folder = try TemporaryFolder()
    var request = TrainingRequest()
    request.out = folder.path("nothing")
    let error = #expect(throws: RequestError.self) { try TrainingJob.resuming(request) }
    #expect(error?.kind == .missingInput)
  }

  @Test(arguments: [
    (["a/b/novel.txt"], "checkpoints/novel"), (["-"], "checkpoints/stdin"),
    (["texts/"], "checkpoints/texts"), ([".hidden"], "checkpoints/.hidden"),
  ])
  func aRunIsNamedAfterItsCorpus(corpus: [String], expected: String) throws {
    var request = TrainingRequest()
    request.corpus = corpus
    #expect(try request.runFolder() == expected)
  }

  /// Reading that is asked to stop leaves no run behind.
  @Test func readingCanBeStopped() throws {
    let folder = try TemporaryFolder()
    let stop = StopRequest()
    stop.request()
    #expect(throws: WorkStopped.self) { try TrainingJob(new: request(folder), stop: stop) }
    #expect(try RunFolder(folder.path("run")).steps() == [])
  }
}
