import FoundationEssentials
import GeulStorage
import GeulTraining
import Testing

@Suite struct RunFolderTests {
  @Test(arguments: [1, 3])
  func keepsTheLatestAndTheBest(keep: Int) throws {
    let run = try SmallRun(Texts.sentences(90), model: .small(.rnn)) {
      $0.steps = 20
      $0.evaluateEvery = .steps(6)
      $0.saveEvery = .steps(2)
      $0.keep = keep
    }
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    let trainer = try run.trainer(folder)
    _ = try trainer.train()
    let best = try #require(trainer.progress.best?.step)
    #expect(try folder.bestStep() == best)
    let latest = Set([16, 18, 20].suffix(keep))
    #expect(try Set(folder.steps()) == latest.union([best]))
    #expect(try RunFolder.resolve(folder.path) == folder.checkpoint(at: best))
    #expect(try RunFolder.resolve(folder.path + "/", .latest) == folder.checkpoint(at: 20))
    let checkpoint = folder.checkpoint(at: 20)
    #expect(try RunFolder.resolve(checkpoint, .best) == checkpoint)
  }

  @Test func whatHoldsNoCheckpointIsMissing() throws {
    let temporary = try TemporaryFolder()
    for name in ["", "/absent"] {
      let error = #expect(throws: StorageError.self) {
        try RunFolder.resolve(temporary.path + name)
      }
      #expect(error?.kind == .missingInput)
      #expect(error?.description.contains(temporary.path + name) == true)
    }
  }

  @Test func onlyNamesThatARunGivesAreCheckpoints() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path)
    #expect(try RunFolder(temporary.path("absent")).steps() == [])
    let names = [
      "step-00000010", "step-00000009", "step-123456789", "step-5", "step--0000005",
      "step-00000011-copy", "step-+0000012", ".step-00000013.partial-1", "step-", "STEP-00000014",
    ]
    for name in names {
      try FileManager.default.createDirectory(
        atPath: temporary.path(name), withIntermediateDirectories: false)
    }
    #expect(try folder.steps() == [9, 10, 123_456_789])
    #expect(folder.checkpoint(at: 123_456_789) == temporary.path("step-123456789"))
  }
}
