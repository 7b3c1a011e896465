import Dispatch
import GeulStorage
import GeulWork
import Synchronization

/// Writes checkpoints on a thread of its own, one after the other, while training goes on.
final class CheckpointSaver: Sendable {
  /// What came of one.
  struct Result {
    /// What was written.
    let snapshot: TrainingSnapshot
    /// Its folder.
    let path: String
    /// What the writing took.
    let seconds: Double
    /// Why it could not be written.
    let error: StorageError?
  }

  private struct State {
    var pending = 0
    var results: [Result] = []
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "checkpoints", qos: .utility)

  /// Whether one is being written.
  var isBusy: Bool { state.withLock { $0.pending > 0 } }

  /// Begins to write a snapshot, which must stay as it is until then, by `write`, which returns the folder.
  func begin(
    _ snapshot: TrainingSnapshot, to path: String,
    by write: @escaping @Sendable (TrainingSnapshot) throws(StorageError) -> Void
  ) {
    state.withLock { $0.pending += 1 }
    queue.async { [self] in
      let begun = ContinuousClock.now
      var failure: StorageError?
      do throws(StorageError) { try write(snapshot) } catch { failure = error }
      let result = Result(
        snapshot: snapshot, path: path, seconds: (ContinuousClock.now - begun).inSeconds,
        error: failure)
      state.withLock { state in
        state.pending -= 1
        state.results.append(result)
      }
    }
  }

  /// Returns when nothing is left to be written.
  func wait() { queue.sync {} }

  /// What was written since this was asked last.
  func takeResults() -> [Result] {
    state.withLock { state in
      if state.results.isEmpty { return [] }
      defer { state.results = [] }
      return state.results
    }
  }
}
