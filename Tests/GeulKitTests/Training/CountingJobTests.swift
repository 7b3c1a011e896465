import Foundation
import GeulCorpus
import GeulKit
import Testing

/// Runs of models that count, from request to model.
@Suite struct CountingJobTests {
  private func request(_ folder: TemporaryFolder, _ text: String) throws -> TrainingRequest {
    var request = TrainingRequest()
    request.corpus = [try folder.write("moon.txt", text)]
    request.out = folder.path("run")
    request.model.model = .ngram
    request.model.order = 3
    request.training.threads = 2
    return request
  }

  private let text = String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 60)

  /// Stopped before it has counted, a run is begun anew by a request that names nothing but the folder, and says so.
  @Test func aStoppedCountIsBegunAnew() throws {
    let folder = try TemporaryFolder()
    let stop = StopRequest()
    stop.request()
    _ = try TrainingJob(new: request(folder, text)).train(stop: stop)
    var request = TrainingRequest()
    request.out = folder.path("run")
    var notes: [String] = []
    let job = try TrainingJob.resuming(
      request, tell: TrainingJob.Listener(note: { notes.append($0) }))
    #expect(notes.contains { $0.contains("begins anew") })
    #expect(job.settings.model.name == .ngram)
    #expect(try job.train().best != nil)
    let language = try LanguageModel(path: folder.path("run"))
    #expect(language.model.parameterCount == job.course.language?.model.parameterCount)
    // Now there is a checkpoint, and nothing left to do.
    #expect(try TrainingJob.resuming(request).train().step == 1)
  }

  @Test func whatACountWouldIgnoreIsRefused() throws {
    let folder = try TemporaryFolder()
    for change: (inout TrainingRequest) -> Void in [
      { $0.training.epochs = 3 }, { $0.training.seed = 2 }, { $0.training.precision = .fp32 },
      { $0.training.batch = 64 }, { $0.training.saveEvery = .steps(1) }, { $0.model.hidden = 5 },
    ] {
      var request = try request(folder, text)
      change(&request)
      let error = #expect(throws: RequestError.self) { try TrainingJob(new: request) }
      #expect(error?.kind == .wrongUsage)
      #expect(error?.description.contains("gradient") == true || request.model.hidden != nil)
    }
  }

  @Test func oneCallCountsToo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("moon.txt", text)
    func bigrams(_ vocabulary: Int) -> ModelConfiguration {
      .ngram(NGramConfiguration(order: 2, vocabulary: vocabulary))
    }
    let language = try LanguageModel.train(on: [path], model: bigrams)
    #expect(try language.evaluate(on: [path]).perplexity < 1.5)
    let stop = StopRequest()
    stop.request()
    #expect(throws: WorkStopped.self) {
      try LanguageModel.train(on: [path], model: bigrams, run: folder.path("run"), stop: stop)
    }
  }

  /// A text of Markov's order k has the entropy rate that an n-gram model of order k finds, and no model finds less: within
  /// half a percent, and three standard errors of the mean of so many symbols.
  @Test(arguments: 1...3)
  func findsTheEntropyRateOfMarkovText(order: Int) throws {
    let folder = try TemporaryFolder()
    var settings = SynthesisSettings()
    (settings.order, settings.symbols) = (order, 15 - 3 * order)
    let synthesizer = Synthesizer(settings)
    var bytes: [UInt8] = []
    try synthesizer.write(length: 1_000_000) { block in block.withUnsafeBytes { bytes += $0 } }
    var request = try request(folder, String(decoding: bytes, as: UTF8.self))
    request.model.order = order
    request.training.validation = 0.4
    let outcome = try TrainingJob(new: request).train()
    let found = try #require(outcome.best?.natsPerSymbol)
    let rate = synthesizer.entropyRate
    // The surprisal of a symbol has a deviation of about a nat.
    let error = 3 / Double(400_000).squareRoot()
    #expect(found > rate - error, "\(found) nats, the rate is \(rate)")
    #expect(found < rate * 1.005 + error, "\(found) nats, the rate is \(rate)")
  }

  /// A count that was stopped is of no concern to another run that is begun in its folder.
  @Test func anotherRunForgetsTheCountThatWasStopped() throws {
    let folder = try TemporaryFolder()
    let stop = StopRequest()
    stop.request()
    _ = try TrainingJob(new: request(folder, text)).train(stop: stop)
    #expect(try RunFolder(folder.path("run")).hasBeginning())
    #expect(TrainingJob.modelName(in: folder.path("run")) == .ngram)
    var request = try request(folder, text)
    (request.model.model, request.model.order, request.model.hidden) = (.gru, nil, 5)
    _ = try TrainingJob(new: request)
    #expect(try !RunFolder(folder.path("run")).hasBeginning())
    #expect(throws: RequestError.self) { try TrainingJob.resuming(request) }
  }
}
