import FaultInjection
import FoundationEssentials
import GeulLanguage
import GeulStorage
import GeulTraining
import Glibc
import Synchronization
import Testing

/// Saves are written while training goes on, and one that fails ends nothing.
@Suite struct BackgroundSavingTests {
  private static let text = Texts.sentences(300)

  private func run(_ change: (inout TrainingConfiguration) -> Void = { _ in }) throws -> SmallRun {
    try SmallRun(Self.text) {
      ($0.steps, $0.validation) = (40, 0)
      change(&$0)
    }
  }

  /// A disk that writes nothing until it is told to.
  private final class Gate: Sendable {
    private let isOpen = Atomic(false)
    func open() { isOpen.store(true, ordering: .releasing) }
    func wait() { while !isOpen.load(ordering: .acquiring) { usleep(200) } }
  }

  @Test func aSlowDiskDoesNotStopTheSteps() throws {
    let temporary = try TemporaryFolder()
    let gate = Gate()
    let prepared = RunFolder(temporary.path("run"))
    try prepared.prepare()
    // What names the best in the beginning is written at once, what comes later waits.
    let armed = Atomic(false)
    let calls = FaultyCalls(onSync: {
      if armed.load(ordering: .acquiring) { gate.wait() }
    })
    let folder = RunFolder(temporary.path("run"), on: calls.fileSystem)
    let trainer = try run { $0.saveEvery = .seconds(1e-6) }.trainer(folder)
    var (step, firstSave) = (0, Int.max)
    _ = try trainer.train { event in
      switch event {
      case .step(let facts):
        step = facts.step
        armed.store(true, ordering: .releasing)
        if step == 30 { gate.open() }
      case .checkpoint: firstSave = min(firstSave, step)
      default: break
      }
    }
    #expect(step == 40)
    #expect(firstSave >= 30)
    #expect(try folder.steps() == [40])
    _ = try Checkpoint.verify(CheckpointFolder(folder.checkpoint(at: 40)))
  }

  /// By steps every one is saved, however fast they come.
  @Test func savesByStepsAreAllMade() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    var diary = Diary()
    try run { ($0.saveEvery, $0.keep) = (.steps(3), 100) }.trainer(folder).train(into: &diary)
    #expect(diary.checkpoints == Array(stride(from: 3, through: 39, by: 3)) + [40])
    #expect(try folder.steps() == diary.checkpoints)
  }

  @Test func aFolderThatIsTakenAwayEndsNothing() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    let trainer = try run {
      ($0.validation, $0.evaluateEvery, $0.saveEvery) = (0.2, .steps(5), .steps(4))
    }.trainer(folder)
    trainer.rescueFolders = ["/proc/nowhere", temporary.path]
    var notices: [String] = []
    let error = #expect(throws: TrainingError.self) {
      try trainer.train { event in
        if case .step(let step) = event, step.step == 21 {
          // At once, by a new name: what is removed piece by piece is written to meanwhile.
          let gone = temporary.path("gone")
          do {
            try FileManager.default.moveItem(atPath: folder.path, toPath: gone)
            try FileManager.default.removeItem(atPath: gone)
          } catch { Issue.record(error) }
        }
        if case .notice(let text) = event { notices.append(text) }
      }
    }
    guard case .unsaved(_, let rescued?) = error else {
      Issue.record("expected a rescued run, found \(String(describing: error))")
      return
    }
    #expect(rescued == temporary.path("run-rescued"))
    #expect(notices.count { $0.contains("saving is tried again") } == 1)
    #expect(trainer.progress.step == 40)
    let saved = RunFolder(rescued)
    let best = try #require(trainer.progress.best?.step)
    #expect(try Set(saved.steps()) == [best, 40])
    #expect(try saved.bestStep() == best)
    for step in try saved.steps() {
      _ = try Checkpoint.verify(CheckpointFolder(saved.checkpoint(at: step)))
    }
    let again = try SmallRun.resumed(
      from: saved.checkpoint(at: 40), text: Self.text, in: RunFolder(rescued))
    #expect(again.bits == trainer.bits)
  }

  /// Another run may have begun where this one's folder was.
  @Test func whatLiesInThePlaceOfTheFolderIsLeftAlone() throws {
    let temporary = try TemporaryFolder()
    let folder = RunFolder(temporary.path("run"))
    try folder.prepare()
    let trainer = try run { $0.saveEvery = .steps(4) }.trainer(folder)
    trainer.rescueFolders = [temporary.path]
    let other = RunFolder(temporary.path("run"))
    #expect(throws: TrainingError.self) {
      try trainer.train { event in
        guard case .step(let step) = event, step.step == 10 else { return }
        do {
          try FileManager.default.moveItem(
            atPath: folder.path, toPath: temporary.path("moved"))
          try other.prepare()
        } catch { Issue.record(error) }
      }
    }
    #expect(try FileSystem().names(in: other.path) == [FolderLock.name])
    #expect(try RunFolder(temporary.path("run-rescued")).steps() == [40])
  }

  /// The folder is moved in the midst of a save, which ends where it was begun.
  @Test func aSaveUnderWayFollowsItsFolder() throws {
    let temporary = try TemporaryFolder()
    let gate = Gate()
    let armed = Atomic(false)
    let waits = Atomic(false)
    let calls = FaultyCalls(onSync: {
      guard armed.load(ordering: .acquiring) else { return }
      waits.store(true, ordering: .releasing)
      gate.wait()
    })
    let folder = RunFolder(temporary.path("run"), on: calls.fileSystem)
    try folder.prepare()
    let trainer = try run { $0.saveEvery = .steps(4) }.trainer(folder)
    trainer.rescueFolders = [temporary.path]
    let other = RunFolder(temporary.path("run"))
    #expect(throws: TrainingError.self) {
      try trainer.train { event in
        guard case .step(let step) = event else { return }
        armed.store(true, ordering: .releasing)
        // The save of step 4 stands in its first sync from now on.
        guard step.step == 5 else { return }
        while !waits.load(ordering: .acquiring) { usleep(200) }
        do {
          try FileManager.default.moveItem(atPath: folder.path, toPath: temporary.path("moved"))
          try other.prepare()
        } catch { Issue.record(error) }
        gate.open()
      }
    }
    #expect(try FileSystem().names(in: other.path) == [FolderLock.name])
    let moved = RunFolder(temporary.path("moved"))
    #expect(try moved.steps() == [4])
    _ = try Checkpoint.verify(CheckpointFolder(moved.checkpoint(at: 4)))
    #expect(try RunFolder(temporary.path("run-rescued")).steps() == [40])
  }

  @Test func aSaveThatFailsOnceIsMadeUpFor() throws {
    let temporary = try TemporaryFolder()
    let prepared = RunFolder(temporary.path("run"))
    try prepared.prepare()
    // One call in the middle of the first checkpoint.
    let probe = FaultyCalls()
    let path = temporary.path("probe")
    try RunFolder(path).prepare()
    _ = try run { $0.steps = 5 }.trainer(RunFolder(path, on: probe.fileSystem)).train()
    let place = try #require(probe.log.firstIndex { $0.contains("training.json") })
    let calls = FaultyCalls(.once(ENOSPC), at: place)
    let folder = RunFolder(temporary.path("run"), on: calls.fileSystem)
    var diary = Diary()
    try run { $0.steps = 5 }.trainer(folder).train(into: &diary)
    #expect(try folder.steps() == [5])
    let log = String(decoding: try contents(of: folder.log), as: UTF8.self)
    #expect(log.contains("\"failed_save\"") && log.contains("\"save\""))
  }
}
