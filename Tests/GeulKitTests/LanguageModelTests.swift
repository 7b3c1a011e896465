import GeulKit
import Testing

/// The library's short way through training, loading, evaluation and generation.
@Suite struct LanguageModelTests {
  private let text = SmallModel.text

  @Test func aRunIsReadBackAsItsBestCheckpoint() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("moon.txt", text)
    var best: Double?
    let trained = try SmallModel.train(corpus, run: folder.path("run")) { event in
      if case .finished(let outcome) = event { best = outcome.best?.natsPerSymbol }
    }
    let loaded = try LanguageModel(path: folder.path("run"))
    #expect(loaded.tokenizer == trained.tokenizer)
    #expect(loaded.model.parameters?.elements == trained.model.parameters?.elements)
    let latest = try LanguageModel(path: folder.path("run"), .latest)
    #expect(latest.model.configuration == trained.model.configuration)
    #expect(best != nil)
  }

  @Test func aRunFolderTakesOneRun() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("moon.txt", text)
    _ = try SmallModel.train(corpus, run: folder.path("run"))
    let error = #expect(throws: StorageError.self) {
      try SmallModel.train(corpus, run: folder.path("run"))
    }
    #expect(error?.kind == .cannotCreate)
  }

  @Test func withoutARunNothingIsWritten() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("moon.txt", text)
    _ = try SmallModel.train(corpus)
    #expect(try FileSystem().names(in: folder.path) == ["moon.txt"])
  }

  @Test(arguments: TextUnit.allCases)
  func anEvaluationCountsTheTextWhateverTheUnit(unit: TextUnit) throws {
    let folder = try TemporaryFolder()
    let model = try SmallModel.train(try folder.write("moon.txt", text), unit: unit)
    let other = try folder.write("other.txt", "밤이 웃는다")
    let result = try model.evaluate(on: [other], lanes: 1)
    #expect(result.measure.scalars == 6)
    #expect(result.measure.bytes == 16)
    #expect(result.score.symbols == (unit == .byte ? 16 : unit == .jamo ? 14 : 6))
    #expect(abs(result.bitsPerByte * 16 - result.bitsPerCharacter * 6) < 1e-9)
    #expect(result.bitsPerGrapheme == result.bitsPerCharacter)
    #expect(result.perplexity > 1)
  }

  @Test(arguments: [2, 3, 32, 1_000])
  func lanesScoreNearlyWhatOneLaneDoes(lanes: Int) throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("moon.txt", text)
    let model = try SmallModel.train(corpus)
    let exact = try model.evaluate(on: [corpus], lanes: 1)
    let lanewise = try model.evaluate(on: [corpus], lanes: lanes)
    #expect(lanewise.measure == exact.measure)
    #expect(lanewise.score.symbols == exact.score.symbols)
    #expect(abs(lanewise.score.natsPerSymbol / exact.score.natsPerSymbol - 1) < 0.02)
  }

  @Test func aSeedDecidesTheText() throws {
    let folder = try TemporaryFolder()
    let model = try SmallModel.train(try folder.write("moon.txt", text))
    let first = model.generate(prompt: "달이 ", length: 40, seed: 3)
    #expect(first.unicodeScalars.count == 40)
    #expect(first.utf8.elementsEqual(model.generate(prompt: "달이 ", length: 40, seed: 3).utf8))
    #expect(!first.utf8.elementsEqual(model.generate(prompt: "달이 ", length: 40, seed: 4).utf8))
    #expect(model.generate(length: 0).isEmpty)
  }

  @Test func whatCannotBeTrainedOnIsRefused() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("empty.txt", "")
    #expect(throws: TextError.emptyCorpus(files: [empty])) { try SmallModel.train(empty) }
    let missing = folder.path("missing.txt")
    #expect(throws: TextError.missingFile(path: missing)) { try SmallModel.train(missing) }
    var training = TrainingConfiguration()
    training.batch = 0
    #expect(throws: TrainingError.self) {
      try LanguageModel.train(on: [missing], training: training)
    }
  }
}
