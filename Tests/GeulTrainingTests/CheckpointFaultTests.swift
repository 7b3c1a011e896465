import FaultInjection
import FoundationEssentials
import GeulStorage
import GeulTraining
import Glibc
import Testing

/// A save that ends at any of its operations leaves a run folder whose latest checkpoint is whole.
@Suite struct CheckpointFaultTests {
  private static let text = Texts.sentences(90)

  private func smallRun(keep: Int) throws -> SmallRun {
    try SmallRun(Self.text, model: .small(.gru)) {
      $0.steps = 8
      $0.evaluateEvery = .steps(8)
      $0.saveEvery = .steps(2)
      $0.keep = keep
    }
  }

  /// Trains a run to step `first`, in a folder whose every operation succeeds.
  private func begin(_ run: SmallRun, in path: String, until first: Int) throws {
    let folder = RunFolder(path, on: FaultyCalls().fileSystem)
    try folder.prepare()
    var diary = Diary()
    try run.trainer(folder).train(into: &diary, stoppingAt: first)
  }

  /// Takes the run up on a file system that ends at its operation `place`, and trains to `last`.
  private func goOn(
    _ path: String, at place: Int, _ fault: Fault = .dies, until last: Int
  ) throws -> (
    FaultyCalls, TrainingError?
  ) {
    let dying = FaultyCalls(fault, at: place)
    let trainer = try SmallRun.resumed(
      from: try RunFolder.resolve(path, .latest), text: Self.text,
      in: RunFolder(path, on: dying.fileSystem))
    var diary = Diary()
    do {
      // The run's end needs no stop, which would put its evaluation off.
      try trainer.train(into: &diary, stoppingAt: last == 8 ? nil : last)
      return (dying, nil)
    } catch let error as TrainingError {
      return (dying, error)
    }
  }

  @Test(arguments: [1, 2], [4, 8])
  func deathAtAnyOperationLeavesTheOldOrTheNew(keep: Int, last: Int) throws {
    let run = try smallRun(keep: keep)
    let temporary = try TemporaryFolder()
    let start = temporary.path("start")
    try begin(run, in: start, until: last - 2)
    var models: [Int: [UInt32]] = [:]
    for step in [last - 2, last] {
      let trainer = try run.trainer()
      var diary = Diary()
      try trainer.train(into: &diary, stoppingAt: step)
      models[step] = trainer.bits
    }
    var seen: Set<Int> = []
    for place in 0... {
      let path = temporary.path("run-\(place)")
      try FileManager.default.copyItem(atPath: start, toPath: path)
      let (dying, error) = try goOn(path, at: place, until: last)
      dying.bury()
      for isCleaned in [false, true] {
        if isCleaned { try RunFolder(path).prepare() }
        for choice in CheckpointChoice.allCases {
          let found = try SmallRun.resumed(
            from: try RunFolder.resolve(path, choice), text: Self.text, in: RunFolder(path))
          let step = found.progress.step
          seen.insert(step)
          #expect(found.bits == models[step], "\(place): step \(step)")
        }
      }
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: path).allSatisfy {
          ["run.json", "metrics.jsonl", "log.jsonl"].contains($0) || $0.hasPrefix("step-")
        })
      if !dying.isReached {
        #expect(error == nil && place > 30)
        #expect(try RunFolder.resolve(path, .latest) == RunFolder(path).checkpoint(at: last))
        break
      }
    }
    #expect(seen == [last - 2, last])
  }

  @Test func aFullDiskIsInputOutputAndTheOldIsWhole() throws {
    let run = try smallRun(keep: 1)
    let temporary = try TemporaryFolder()
    let path = temporary.path("run")
    try begin(run, in: path, until: 2)
    let (_, error) = try goOn(path, at: 5, .fromThere(ENOSPC), until: 4)
    guard case .storage(let failure) = error else {
      Issue.record("expected a storage error, found \(String(describing: error))")
      return
    }
    #expect(failure.kind == .inputOutput)
    #expect(failure.description.contains("No space left"))
    #expect(try RunFolder(path).steps() == [2])
    let (_, none) = try goOn(path, at: .max, until: 4)
    #expect(none == nil)
    #expect(try RunFolder(path).steps() == [4])
  }
}
