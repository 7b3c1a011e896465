import GeulKit
import Testing

/// A run that begins with another's model.
@Suite struct FineTuningTests {
  private let first = String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 60)
  private let second = String(repeating: "밤에 두더지가 물을 마신다. 눈도 온다!\n", count: 60)

  private func request(_ folder: TemporaryFolder, _ text: String, out: String) throws
    -> TrainingRequest
  {
    var request = TrainingRequest()
    request.corpus = [try folder.write("\(out).txt", text)]
    request.out = folder.path(out)
    request.training.steps = 40
    (request.training.batch, request.training.sequence, request.training.threads) = (3, 8, 1)
    request.training.learningRate = 0.01
    request.training.evaluateEvery = .steps(10)
    return request
  }

  private func trained(_ folder: TemporaryFolder) throws -> String {
    var request = try request(folder, first, out: "base")
    (request.model.layers, request.model.hidden) = (1, 24)
    _ = try TrainingJob(new: request).train()
    return folder.path("base")
  }

  @Test func weightsAndVocabularyAreTaken() throws {
    let folder = try TemporaryFolder()
    let base = try trained(folder)
    var request = try request(folder, second, out: "tuned")
    request.from = base
    request.model.dropout = 0.2
    var notes: [String] = []
    let job = try TrainingJob(
      new: request, tell: TrainingJob.Listener(note: { notes.append($0) }))
    #expect(notes.contains { $0.hasPrefix("from \(base): ") && $0.contains("more of the text") })
    let (before, now) = (
      try LanguageModel(path: base).tokenizer.vocabulary,
      try #require(job.course.language).tokenizer.vocabulary
    )
    #expect(now.symbols.starts(with: before.symbols) && now.count > before.count)
    guard case .recurrent(let model) = job.settings.model else {
      Issue.record("not a recurrent model")
      return
    }
    #expect(model.hidden == 24 && model.layers == 1 && model.dropout == 0.2)
    let outcome = try job.train()
    // What was learnt is of use: a run from nothing is far behind after as many steps.
    var anew = try self.request(folder, second, out: "anew")
    (anew.model.layers, anew.model.hidden) = (1, 24)
    let other = try TrainingJob(new: anew).train()
    let (tuned, fresh) = (try #require(outcome.best), try #require(other.best))
    #expect(tuned.natsPerSymbol < fresh.natsPerSymbol)
    // And it is a run as any other.
    var again = TrainingRequest()
    again.out = folder.path("tuned")
    #expect(try TrainingJob.resuming(again).course.progress.step == 40)
  }

  @Test func sizesAndTokenizerAreTheModels() throws {
    let folder = try TemporaryFolder()
    let base = try trained(folder)
    let changes: [(String, (inout TrainingRequest) -> Void)] = [
      ("--hidden", { $0.model.hidden = 25 }), ("--layers", { $0.model.layers = 2 }),
      ("--model", { $0.model.model = .gru }), ("--preset", { $0.preset = .small }),
      ("--units", { $0.text.units = .jamo }), ("--normalize", { $0.text.normalize = .nfd }),
    ]
    for (flag, change) in changes {
      var request = try request(folder, second, out: "tuned")
      request.from = base
      change(&request)
      let error = #expect(throws: RequestError.self) { try TrainingJob(new: request) }
      #expect(error?.kind == .wrongUsage)
      #expect(error.map { "\($0)".contains(flag) } == true, "\(flag): \(String(describing: error))")
    }
  }

  @Test func countsCannotBeLedOn() throws {
    let folder = try TemporaryFolder()
    var counted = TrainingRequest()
    counted.corpus = [try folder.write("base.txt", first)]
    (counted.out, counted.model.model) = (folder.path("base"), .ngram)
    _ = try TrainingJob(new: counted).train()
    var request = try request(folder, second, out: "tuned")
    request.from = folder.path("base")
    let error = #expect(throws: RequestError.self) { try TrainingJob(new: request) }
    #expect(error?.kind == .wrongUsage)
  }
}
