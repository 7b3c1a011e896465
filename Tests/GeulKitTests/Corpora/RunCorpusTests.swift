import Foundation
import GeulKit
import Testing

/// The texts of a run, and what is told of them.
@Suite struct RunCorpusTests {
  /// A run whose corpus is a file beside it.
  private struct Run {
    let folder: TemporaryFolder
    let corpus: String
    let language: LanguageModel
    let checkpoint: String
    let settings: RunSettings
    var run: RunFolder { RunFolder(folder.path("run")) }

    init() throws {
      folder = try TemporaryFolder()
      corpus = try folder.write("moon.txt", SmallModel.text)
      language = try SmallModel.train(corpus, run: folder.path("run"))
      checkpoint = try RunFolder.resolve(folder.path("run"))
      settings = try RunSettings(CheckpointFolder(checkpoint).configuration())
    }

    func open(inRun: Bool = true, _ told: inout [String]) throws -> TokenSequence {
      try RunCorpus.open(settings, tokenizer: language.tokenizer, run: inRun ? run : nil) {
        told.append($0)
      }
    }
  }

  @Test func aRunGoesOnWithItsOwnCopyAndTellsSo() throws {
    let run = try Run()
    var told: [String] = []
    let tokens = try run.open(&told)
    #expect(told == [] && tokens.fingerprint == run.settings.corpusFingerprint)
    _ = try run.folder.write("moon.txt", "다른 글\n")
    #expect(try run.open(&told).fingerprint == tokens.fingerprint)
    #expect(told.count == 1 && told[0].contains("is not as it was when the run began"))
    try FileManager.default.removeItem(atPath: run.corpus)
    #expect(try run.open(&told).fingerprint == tokens.fingerprint)
    #expect(told.count == 2 && told[1].contains("going on with the run's own copy"))
  }

  @Test func aDamagedCopyIsToldAndTheTextReadAgain() throws {
    let run = try Run()
    try Data("geul".utf8).write(to: URL(filePath: run.run.corpusTokens))
    var told: [String] = []
    #expect(try run.open(&told).fingerprint == run.settings.corpusFingerprint)
    #expect(told.count == 1 && told[0].hasSuffix("reading the corpus again"))
  }

  @Test func anotherTextIsRefused() throws {
    let run = try Run()
    _ = try run.folder.write("moon.txt", "다른 글\n")
    var told: [String] = []
    let error = #expect(throws: RequestError.self) { try run.open(inRun: false, &told) }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains(run.corpus) == true)
  }

  @Test func aTokenFileStandsAloneAndIsOfTheModelsIds() throws {
    let run = try Run()
    let tokenizer = run.language.tokenizer
    let tokens = run.run.corpusTokens
    #expect(try RunCorpus.tokenFile([run.corpus], tokenizer: tokenizer) == nil)
    #expect(try RunCorpus.tokenFile([tokens], tokenizer: tokenizer)?.tokens.count == 600)
    let usage = #expect(throws: RequestError.self) {
      try RunCorpus.tokenFile([run.corpus, tokens], tokenizer: tokenizer)
    }
    #expect(usage?.kind == .wrongUsage)
    let other = Tokenizer(form: .nfc, vocabulary: .bytes)
    let data = #expect(throws: RequestError.self) {
      try RunCorpus.tokenFile([tokens], tokenizer: other)
    }
    #expect(data?.kind == .badData)
  }

  @Test func theRunsOwnPartsAreScored() throws {
    let run = try Run()
    let pool = WorkerPool(count: 1)
    for part in [CorpusSplit.Part.train, .validation] {
      let text = try EvaluationText(
        part, ofRunOf: run.checkpoint, run.settings, tokenizer: run.language.tokenizer
      ) { _ in }
      #expect(text.name == "\(run.corpus) (\(part.rawValue))")
      #expect(text.range.count == (part == .train ? 540 : 60))
      let report = try text.score(
        run.language, called: "moon", by: Evaluator(lanes: 2, warmUp: 3), pool: pool)
      #expect(report.model == "moon" && report.corpus == text.name)
      #expect(report.evaluation.score.symbols == text.range.count)
      #expect(
        text.notes(on: report.evaluation.measure, tokenizer: run.language.tokenizer).isEmpty)
    }
    let error = #expect(throws: RequestError.self) {
      try EvaluationText(
        .test, ofRunOf: run.checkpoint, run.settings, tokenizer: run.language.tokenizer
      ) { _ in }.score(run.language, called: "moon", pool: pool)
    }
    #expect(error?.kind == .badData)
  }

  @Test func aVocabularyIsTakenFromWhateverHoldsOne() throws {
    let run = try Run()
    for path in [
      run.run.path, run.checkpoint, run.checkpoint + "/tokenizer.json", run.run.corpusTokens,
    ] {
      #expect(try VocabularyFile.tokenizer(of: path) == run.language.tokenizer)
    }
    #expect(throws: StorageError.self) {
      try VocabularyFile.tokenizer(of: run.folder.path("none"))
    }
  }
}
