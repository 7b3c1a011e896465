import Testing

/// What a run says of itself in lines, where nobody watches a screen.
@Suite struct TrainingWordsTests {
  private let folder: TemporaryFolder
  private let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.korean)
  }

  private func train(_ flags: String...) throws -> CommandResult {
    try Geul.run(["train", corpus, "--out", folder.path("run")] + TrainedRun.sizes + flags)
  }

  /// A rate that is far too high either is mended on the way, or the run says that it has come to nothing; its figures can
  /// be read in any case.
  @Test(arguments: ["50", "1e10"])
  func anAbsurdRateIsToldOf(rate: String) throws {
    let result = try train("--steps", "60", "--learning-rate", rate)
    if result.status != 0 {
      #expect(result.status == 1 && result.errors.contains("use a lower learning rate"))
    } else {
      #expect(result.errors.contains("advice: "))
    }
    let digits = result.errors.split { !$0.isNumber && $0 != "." }
    #expect(digits.allSatisfy { $0.count <= 16 }, "\(result.errors)")
  }

  /// The schedule spans the new length: what the rate was, what it is, and how to go on without a leap.
  @Test func aLongerRunTellsItsRate() throws {
    expectSuccess(try train("--steps", "60"))
    let longer = try train("--steps", "120", "--resume")
    expectSuccess(longer)
    #expect(
      longer.errors.contains(
        "the cosine schedule spans the new length, so the learning rate goes on at 0.00105, where it stood at 0.0001"
      )
    )
    #expect(longer.errors.contains("add --schedule constant --learning-rate 0.0001"))
    let further = try train("--resume")
    expectSuccess(further)
    #expect(
      further.errors.contains(
        "nothing was left to do: the run had its 120 steps; give more with --steps, --epochs or --minutes"
      ))
  }

  /// Beside the validation loss stand that of training and what was best before; the end says what would help.
  @Test func lossesStandBesideEachOther() throws {
    let result = try train("--steps", "40", "--evaluate-every", "20")
    expectSuccess(result)
    let lines = result.errors.split(separator: "\n")
    let last = try #require(lines.last { $0.hasPrefix("step 40: validation ") })
    #expect(last.contains(" nats (training ") && last.contains("(best so far, was "), "\(last)")
    #expect(lines.contains { $0.hasPrefix("advice: ") }, "\(result.errors)")
  }
}
