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

  /// Takes the run up on a file system that has a fault at its call `place`, and trains to `last`.
  private func goOn(
    _ path: String, at place: Int, _ fault: Fault, until last: Int
  ) throws -> (FaultyCalls, TrainingError?) {
    let calls = FaultyCalls(fault, at: place, in: path)
    let trainer = try SmallRun.resumed(
      from: try RunFolder.resolve(path, .latest), text: Self.text,
      in: RunFolder(path, on: calls.fileSystem))
    var diary = Diary()
    do {
      // The run's end needs no stop, which would put its evaluation off.
      try trainer.train(into: &diary, stoppingAt: last == 8 ? nil : last)
      return (calls, nil)
    } catch let error as TrainingError {
      return (calls, error)
    }
  }

  /// The parameters at the steps between which a save has its faults.
  private func models(_ run: SmallRun, _ steps: [Int]) throws -> [Int: [UInt32]] {
    var models: [Int: [UInt32]] = [:]
    for step in steps {
      let trainer = try run.trainer()
      var diary = Diary()
      try trainer.train(into: &diary, stoppingAt: step)
      models[step] = trainer.bits
    }
    return models
  }

  /// The steps of what is found by either choice, before a cleaning and after it, each a whole checkpoint.
  private func stepsFound(_ path: String, _ models: [Int: [UInt32]]) throws -> Set<Int> {
    var seen: [String: Int] = [:]
    for isCleaned in [false, true] {
      if isCleaned { try RunFolder(path).prepare() }
      for choice in CheckpointChoice.allCases {
        let checkpoint = try RunFolder.resolve(path, choice)
        guard seen[checkpoint] == nil else { continue }
        let found = try SmallRun.resumed(
          from: checkpoint, text: Self.text, in: RunFolder(path))
        let step = found.progress.step
        seen[checkpoint] = step
        #expect(found.bits == models[step], "step \(step)")
      }
    }
    #expect(
      try FileSystem().names(in: path).allSatisfy {
        [FolderLock.name, "run.json", "metrics.jsonl", "log.jsonl"].contains($0)
          || $0.hasPrefix("step-")
      })
    return Set(seen.values)
  }

  @Test(
    arguments: Fault.all.map { ($0, 1, 8) }
      + [(.dies, 1, 4), (.dies, 2, 4), (.dies, 2, 8), (.losesPower(.everything), 2, 4)])
  func aFaultAtAnyCallLeavesTheOldOrTheNew(fault: Fault, keep: Int, last: Int) throws {
    let run = try smallRun(keep: keep)
    let temporary = try TemporaryFolder()
    let start = temporary.path("start")
    try begin(run, in: start, until: last - 2)
    let models = try models(run, [last - 2, last])
    var seen: Set<Int> = []
    for place in 0... {
      let path = temporary.path("run-\(place)")
      try FileManager.default.copyItem(atPath: start, toPath: path)
      let (calls, error) = try goOn(path, at: place, fault, until: last)
      calls.bury()
      seen.formUnion(try stepsFound(path, models))
      if error == nil {
        #expect(try RunFolder.resolve(path, .latest) == RunFolder(path).checkpoint(at: last))
      }
      if !calls.isReached {
        #expect(error == nil && place > 60)
        tellSweep(of: place)
        break
      }
    }
    switch fault {
    // A save that failed for a moment is made up for at the end.
    case .once: #expect(seen == [last])
    default: #expect(seen == [last - 2, last])
    }
  }

  @Test(arguments: Fault.harmless)
  func interruptionsAndShortCountsChangeNothing(fault: Fault) throws {
    let run = try smallRun(keep: 1)
    let temporary = try TemporaryFolder()
    let start = temporary.path("start")
    try begin(run, in: start, until: 6)
    let models = try models(run, [8])
    for place in 0... {
      let path = temporary.path("run-\(place)")
      try FileManager.default.copyItem(atPath: start, toPath: path)
      let (calls, error) = try goOn(path, at: place, fault, until: 8)
      #expect(error == nil, "\(place)")
      #expect(try stepsFound(path, models) == [8], "\(place)")
      let metrics = try contents(of: RunFolder(path).metrics)
      #expect(metrics.count { $0 == UInt8(ascii: "\n") } == 9, "\(place)")
      if !calls.isReached {
        tellSweep(of: place)
        break
      }
    }
  }

  /// A checkpoint is read as it was saved, or the failure is told.
  @Test(arguments: Fault.unreadable + Fault.harmless)
  func aCheckpointIsReadWholeOrNot(fault: Fault) throws {
    let run = try smallRun(keep: 1)
    let models = try models(run, [2])
    let count = try sweep(fault) { folder in
      try begin(run, in: folder + "/run", until: 2)
    } run: { folder in
      try SmallRun.resumed(
        from: try RunFolder.resolve(folder + "/run", .latest), text: Self.text,
        in: RunFolder(folder + "/run")
      ).bits
    } check: { (_, attempt) throws in
      switch attempt.result {
      case .success(let found): #expect(found == models[2], "\(attempt.place)")
      case .failure(let error):
        #expect(Fault.unreadable.contains(fault), "\(attempt.place)")
        #expect(isInputOutput(error), "\(attempt.place): \(error)")
      }
    }
    #expect(count > 40)
  }

  private func isInputOutput(_ error: any Error) -> Bool {
    switch error {
    case let error as StorageError: error.kind == .inputOutput
    case TrainingError.storage(let error): error.kind == .inputOutput
    default: false
    }
  }

  @Test func aFullDiskIsInputOutputAndTheOldIsWhole() throws {
    let run = try smallRun(keep: 1)
    let temporary = try TemporaryFolder()
    let path = temporary.path("run")
    try begin(run, in: path, until: 2)
    // Behind what the journal and the index do.
    let (_, error) = try goOn(path, at: 45, .fromThere(ENOSPC), until: 4)
    guard case .unsaved(let failure, nil) = error else {
      Issue.record("expected a storage error, found \(String(describing: error))")
      return
    }
    #expect(failure.kind == .inputOutput)
    #expect(failure.description.contains("No space left"))
    #expect(try RunFolder(path).steps() == [2])
    let (_, none) = try goOn(path, at: .max, .dies, until: 4)
    #expect(none == nil)
    #expect(try RunFolder(path).steps() == [4])
  }
}
