import FoundationEssentials
import GeulKit
import Synchronization
import Testing

/// What a server does: many threads read, score and write with one model and one pool of workers, while another model is
/// trained. Each gets what it would have got alone.
@Suite struct ConcurrencyTests {
  private static let text = String(repeating: "달이 밝은 밤이면 두더지가 웃는다. 새벽 시장에서 보았다.\n", count: 60)

  /// A work that one thread does, and what came of it.
  private enum Request: Equatable {
    case generation(seed: UInt64)
    case samples(seed: UInt64)
    case beam(width: Int)
    case score(lanes: Int)
    case training
  }

  private static let requests: [Request] = [
    .generation(seed: 1), .generation(seed: 2), .samples(seed: 3), .beam(width: 4), .beam(width: 2),
    .score(lanes: 1), .score(lanes: 7), .training,
  ]

  private let language: LanguageModel
  private let tokens: TokenSequence
  private let data: TrainingData
  private let settings: RunSettings

  init() throws {
    let folder = try TemporaryFolder()
    let corpus = try CorpusEncoder().learn(
      CorpusSource(paths: [try folder.write("moon.txt", Self.text)]))
    tokens = corpus.tokens
    var training = TrainingConfiguration()
    (training.batch, training.sequence, training.steps) = (4, 16, 40)
    training.threads = 2
    let sizes = RecurrentConfiguration(
      layers: 2, hidden: 40, input: .embedding(12), vocabulary: corpus.tokenizer.symbolCount,
      dropout: 0.1)
    settings = RunSettings(
      model: .recurrent(sizes), training: training, corpus: ["moon.txt"],
      corpusFingerprint: tokens.fingerprint, corpusSymbols: tokens.count)
    data = try TrainingData(
      corpus: tokens, tokenizer: corpus.tokenizer, validation: 0.2, test: 0)
    language = LanguageModel(
      model: Model(settings.model, seed: 5), tokenizer: corpus.tokenizer)
  }

  /// The answer to a request, as text that differs with any bit of it.
  private func answer(_ request: Request, by pool: WorkerPool) throws -> String {
    let session = { TextSession(language, kind: .fp32, pool: pool) }
    switch request {
    case .generation(let seed):
      let session = session()
      session.read("새벽 시장")
      var sampler = Sampler(SamplingSettings(temperature: 0.9), seed: seed)
      return describe(session.write(WritingSettings(length: 150), sampler: &sampler))
    case .samples(let seed):
      let session = session()
      session.read(String(repeating: "두더지가 ", count: 30))
      var texts = [String](repeating: "", count: 5)
      session.writeSamples(
        WritingSettings(length: 40),
        samplers: (0..<5).map { Sampler(SamplingSettings(), seed: seed + UInt64($0)) }
      ) { texts[$0] = describe($1) }
      return texts.joined(separator: "|")
    case .beam(let width):
      let session = session()
      session.read("달")
      let found = session.search(
        WritingSettings(length: 30), beam: BeamSettings(width: width, best: width))
      return found.map(describe).joined(separator: "|")
    case .score(let lanes):
      let score = try language.evaluate(
        tokens, range: 0..<tokens.count, by: Evaluator(lanes: lanes), pool: pool)
      return "\(score.score.nats.bitPattern)"
    case .training:
      let trainer = try Trainer(settings, tokenizer: language.tokenizer, data: data)
      var losses: [UInt64] = []
      _ = try trainer.train { if case .step(let step) = $0 { losses.append(step.loss.bitPattern) } }
      return "\(losses) \(trainer.progress.best?.natsPerSymbol.bitPattern ?? 0)"
    }
  }

  private func describe(_ text: Generation) -> String {
    text.text + "\(text.logProbability.bitPattern)"
  }

  @Test(.timeLimit(.minutes(5)))
  func eightThreadsGetWhatEachWouldGetAlone() throws {
    let alone = try Self.requests.map { try answer($0, by: WorkerPool(count: 2)) }
    let pool = WorkerPool(count: 2)
    for _ in 1...3 {
      let answers = Mutex([String?](repeating: nil, count: Self.requests.count))
      let threads = Self.requests.indices.map { index in
        Thread {
          do {
            let text = try answer(Self.requests[index], by: pool)
            answers.withLock { $0[index] = text }
          } catch {
            Issue.record(error)
          }
        }
      }
      for thread in threads { thread.start() }
      for thread in threads { thread.join() }
      let found = answers.withLock { $0 }
      for (index, request) in Self.requests.enumerated() {
        #expect(found[index] == alone[index], "\(request)")
      }
    }
  }
}
