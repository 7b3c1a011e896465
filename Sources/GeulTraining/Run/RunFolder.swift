import GeulLanguage
import GeulStorage
import Synchronization

/// Which checkpoint of a run.
public enum CheckpointChoice: String, Sendable, Codable, CaseIterable {
  /// The one of the lowest validation loss.
  case best
  /// The newest.
  case latest
}

/// A run's folder: its checkpoints, each a folder `step-N`, and `run.json`, which names the best.
///
/// Checkpoints appear under their names only when they are whole, so whatever is there can be loaded;
/// `run.json` is replaced by renaming. One process at a time writes here: who has the folder's lock, which copies of this
/// value share.
public struct RunFolder: Sendable {
  /// The folder.
  public let path: String
  let fileSystem: FileSystem
  private let lockPlace = LockPlace()

  /// The run folder at `path`, there or not.
  public init(_ path: String, on fileSystem: FileSystem = .current) {
    self.path = path
    self.fileSystem = fileSystem
  }

  /// The run folder that a checkpoint lies in, if it has the name of one of its checkpoints.
  public init?(containing checkpoint: String) {
    guard let slash = checkpoint.lastIndex(of: "/") else { return nil }
    let run = RunFolder(String(checkpoint[..<slash]))
    let name = checkpoint[checkpoint.index(after: slash)...]
    guard name.hasPrefix("step-"), let step = Int(name.dropFirst(5)),
      run.checkpoint(at: step) == checkpoint
    else { return nil }
    path = run.path
    fileSystem = run.fileSystem
  }

  /// The name of the file that names the best checkpoint.
  static let indexName = "run.json"

  /// The token file of the run's corpus.
  public var corpusTokens: String { path + "/corpus.tokens" }
  /// The token file of a validation text of its own.
  public var validationTokens: String { path + "/validation.tokens" }
  /// The token file of a test text of its own.
  public var testTokens: String { path + "/test.tokens" }

  /// What a run that counts was asked for, while it has no checkpoint: `config.json` and `tokenizer.json`.
  public var beginning: String { path + "/begun" }

  /// Whether a run that counts was begun here and has no checkpoint yet.
  public func hasBeginning() throws(StorageError) -> Bool {
    try fileSystem.exists(beginning + "/" + CheckpointFolder.configuration)
  }

  func removeBeginning() throws(StorageError) {
    if try fileSystem.exists(beginning + "/.") { try fileSystem.removeFolder(beginning) }
  }

  /// Steps and evaluations, a line of JSON each: those up to the checkpoint that a run goes on from.
  public var metrics: String { path + "/metrics.jsonl" }
  /// What happened to the run, a line of JSON each: starts, saves, stops. Never cut.
  public var log: String { path + "/log.jsonl" }

  /// Takes the folder's lock, unless it is had already or there is no folder; it is given back when the last copy of
  /// this value goes, or the process ends.
  ///
  /// Throws `StorageError.inUse`, which names the other process, before anything is touched.
  public func lock() throws(StorageError) {
    guard try fileSystem.exists(path + "/.") else { return }
    try lockPlace.take(path, fileSystem)
  }

  /// Gives the lock back, for a process that goes on without writing here.
  public func unlock() { lockPlace.give() }

  /// Calls `body` with the folder that was locked, which stays the same while its path may come to lead elsewhere.
  ///
  /// Throws what `body` does, and `cannotCreate` where the path leads elsewhere already.
  func writing(_ body: (RunFolder) throws(StorageError) -> Void) throws(StorageError) {
    guard let lock = lockPlace.held else { return try body(self) }
    try lock.writing { (fileSystem) throws(StorageError) in
      try body(RunFolder(path, on: fileSystem))
    }
  }

  /// Removes the folder and all in it, as far as the system lets us.
  public func remove() {
    do { try fileSystem.removeFolder(path) } catch {}
  }

  /// Gives the lock back, and takes away `files` that were written under it, and its own file if there is no run that it
  /// could keep anybody out of.
  public func leave(removing files: [String] = []) {
    do throws(StorageError) {
      if let lock = lockPlace.held, lock.holds {
        for file in files { try fileSystem.removeFile(file) }
        let hasTrained = try fileSystem.exists(log)
        if !hasTrained, try !hasBeginning(), try steps().isEmpty { try lock.removeFile() }
      }
    } catch {
      // What stays is a file without meaning; whatever led here is to be told.
    }
    unlock()
  }

  /// Makes the folder for a new run, locks it, and clears away what a killed save, or a count that was stopped, has left.
  public func prepare() throws(StorageError) {
    try fileSystem.makeFolders(path)
    try lock()
    try clean()
    try removeBeginning()
  }

  /// Clears away what a killed save has left, if the folder is there.
  public func clean() throws(StorageError) {
    guard try fileSystem.exists(path + "/.") else { return }
    _ = try fileSystem.cleanPartials(in: path)
  }

  /// Steps of the checkpoints that are there, oldest first.
  public func steps() throws(StorageError) -> [Int] {
    // The dot follows a link, and finds nothing below what is no folder.
    guard try fileSystem.exists(path + "/.") else { return [] }
    var steps: [Int] = []
    for name in try fileSystem.names(in: path) {
      guard let step = Int(name.dropFirst(5)), path + "/" + name == checkpoint(at: step) else {
        continue
      }
      steps.append(step)
    }
    return steps.sorted()
  }

  /// The folder of the checkpoint at `step`.
  public func checkpoint(at step: Int) -> String {
    let digits = String(step)
    return path + "/step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// Takes a checkpoint that cannot be read out of the way of later ones: it becomes `damaged-step-N`.
  public func setAside(_ step: Int) throws(StorageError) {
    let damaged = path + "/damaged-step-\(step)"
    if try fileSystem.exists(damaged) { try fileSystem.removeFolder(damaged) }
    try fileSystem.rename(checkpoint(at: step), to: damaged)
  }

  /// Notes the best checkpoint, then removes those that are neither it nor among the `keep` latest.
  func noteBest(_ best: Int?, keep: Int) throws(StorageError) {
    let steps = try self.steps()
    let index: JSONValue = [
      "best": best.map { .integer(Int64($0)) } ?? .null,
      "latest": steps.last.map { .integer(Int64($0)) } ?? .null,
    ]
    try AtomicFile(path + "/" + Self.indexName, on: fileSystem).write(
      index.serialized(pretty: true))
    for step in steps.dropLast(max(1, keep)) where step != best {
      try fileSystem.removeFolder(checkpoint(at: step))
    }
  }
}

/// Where the lock of a run's folder is kept, once it is taken.
private final class LockPlace: Sendable {
  private let lock = Mutex<FolderLock?>(nil)

  var held: FolderLock? { lock.withLock { $0 } }

  func give() { lock.withLock { $0 = nil } }

  func take(_ folder: String, _ fileSystem: FileSystem) throws(StorageError) {
    let result: Result<Void, StorageError> = lock.withLock { held in
      if held != nil { return .success(()) }
      do throws(StorageError) {
        held = try FolderLock(folder, on: fileSystem)
        return .success(())
      } catch { return .failure(error) }
    }
    try result.get()
  }
}
