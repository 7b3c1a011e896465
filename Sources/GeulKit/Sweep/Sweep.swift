import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork
import Synchronization

/// A sweep at work in a folder, in which each run has a folder of its own; one process at a time works in it.
///
/// What has ended is not done again, and a run that was stopped goes on exactly where its newest checkpoint stands, so
/// that a sweep that is stopped or killed as often as one likes finds what it would have found.
public final class Sweep: Sendable {
  /// What is to be done, hidden sizes solved for.
  public let plan: SweepPlan
  /// The sweep's folder.
  public let folder: String

  private let lock: FolderLock
  private let ended = Mutex<[Int: SweepResult]>([:])
  let cause: @Sendable () -> String?

  /// Takes the folder, which is made if need be, and reads what was done in it before.
  ///
  /// With a budget of parameters the corpus is read for its vocabulary; a request to `stop` ends that. `cause` says what
  /// stopped a run, for its log. Throws `StorageError.inUse` where another process is at work there, `RequestError` for a
  /// plan that makes no sense or a folder that holds something else, `TextError`, `StorageError` or `WorkStopped`.
  public init(
    _ plan: SweepPlan, in folder: String, stop: StopRequest = StopRequest(),
    cause: @escaping @Sendable () -> String? = { nil }
  ) throws {
    try plan.check()
    // A text that is missing is told before a folder is made for what would come of it.
    for variant in plan.variants {
      _ = try CorpusSource(paths: plan.corpus, for: variant.request.text.reading())
    }
    guard try RunFolder(folder).steps().isEmpty else {
      throw RequestError(
        .cannotCreate,
        "\(folder): expected a folder for a sweep, found a run; choose another --out")
    }
    try FileSystem.current.makeFolders(folder)
    self.folder = folder
    self.cause = cause
    lock = try FolderLock(folder)
    do { self.plan = try plan.solved(stop: stop) } catch {
      Self.leave(folder, lock)
      throw error
    }
    for (index, run) in self.plan.runs.enumerated() {
      if let result = try result(of: run) { ended.withLock { $0[index] = result } }
    }
  }

  /// Takes away the lock's file where it is all there is: nothing came of the sweep.
  private static func leave(_ folder: String, _ lock: FolderLock) {
    do throws(StorageError) {
      if try FileSystem.current.names(in: folder) == [FolderLock.name] { try lock.removeFile() }
    } catch {
      // What stays is a file without meaning; whatever led here is to be told.
    }
  }

  /// What has been found so far.
  public var summary: SweepSummary {
    let runs = plan.runs
    let found = ended.withLock { $0 }
    return SweepSummary(
      plan, folder: folder,
      results: found.keys.sorted().compactMap { index in
        found[index].map { (runs[index].variant, $0) }
      })
  }

  /// The places of the runs that are left, in their order.
  public var left: [Int] {
    let found = ended.withLock { $0 }
    return plan.runs.indices.filter { found[$0] == nil }
  }

  /// Does what is left, `jobs` runs side by side on `threads` workers each, until all is done or `stop` is requested;
  /// tells `tell` what happens, one thing at a time.
  ///
  /// A run that diverges is a result as others are. Throws what else ends a run; the runs beside it are stopped and saved.
  public func run(
    jobs: Int = 1, threads: Int, stop: StopRequest = StopRequest(),
    tell: @escaping @Sendable (SweepEvent) -> Void = { _ in }
  ) throws {
    let halt = StopRequest(following: stop)
    let queue = Mutex(left[...])
    let failure = Mutex<(any Error)?>(nil)
    let telling = Mutex(tell)
    SideBySide.run(min(jobs, max(1, left.count))) {
      while !halt.isRequested, let index = queue.withLock({ $0.popFirst() }) {
        do {
          let result = try self.train(index, threads: threads, stop: halt) { event in
            telling.withLock { $0(event) }
          }
          guard let result else { continue }
          self.ended.withLock { $0[index] = result }
        } catch {
          failure.withLock { $0 = $0 ?? error }
          halt.request()
        }
      }
    }
    if let error = failure.withLock({ $0 }) {
      // A run that was stopped before it had anything is a stop like others.
      if error is WorkStopped, stop.isRequested { return }
      throw error
    }
  }
}

/// What happens in a sweep.
public struct SweepEvent: Sendable {
  /// What it is that happens.
  public enum Kind: Sendable {
    /// The run begins, or goes on from this step.
    case begun(step: Int)
    /// Training tells something.
    case training(TrainingEvent)
    /// The run has ended.
    case ended(SweepResult)
    /// Something that the user should know.
    case note(String)
  }

  /// Which run, from 0 in the plan's order.
  public let run: Int
  /// What happens.
  public let kind: Kind
}
