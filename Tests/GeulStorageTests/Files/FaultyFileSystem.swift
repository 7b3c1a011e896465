import Synchronization

@testable import GeulStorage

/// The real file system until its Nth operation, which fails or is the process's last.
final class FaultyFileSystem: FileSystem {
  enum Fault: CaseIterable {
    /// The operation fails, those after it succeed: a disk that is full for a moment.
    case failsOnce
    /// The operation and all after it fail: a disk that is gone.
    case failsFromThere
    /// The operation is done by half and nothing after it is done, so that no cleaning up happens,
    /// and locks end as they do with a process.
    case dies
  }

  private struct State {
    var count = 0
    var isDead = false
    var log: [String] = []
    var open: [Int32: OpenFile] = [:]
  }

  private let state = Mutex(State())
  private let real = POSIXFileSystem()
  private let fault: Fault
  private let place: Int
  private let canExchange: Bool

  init(_ fault: Fault, at place: Int, canExchange: Bool = true) {
    self.fault = fault
    self.place = place
    self.canExchange = canExchange
  }

  /// What was attempted, in order, with the last name of the path.
  var log: [String] { state.withLock { $0.log } }

  /// Whether the fault was reached.
  var isReached: Bool { state.withLock { $0.count > place } }

  /// Ends the locks of a process that died.
  func bury() {
    for file in state.withLock({ $0.open.values }) {
      do { try real.close(file) } catch {}
    }
    // Closed once more, a number would be another test's file.
    state.withLock { $0.open = [:] }
  }

  /// Counts an operation; throws if it is to fail, after doing half of it if the process dies in it.
  private func step(
    _ name: String, _ path: String, half: () throws(StorageError) -> Void = {}
  ) throws(StorageError) {
    let (count, isDead) = state.withLock { state in
      state.log.append("\(name) \(path.split(separator: "/").last ?? "")")
      state.count += 1
      if state.count - 1 == place && fault == .dies { state.isDead = true }
      return (state.count - 1, state.isDead)
    }
    let fails =
      switch fault {
      case .failsOnce: count == place
      case .failsFromThere, .dies: count >= place
      }
    if isDead && count == place { try half() }
    if fails { throw .writeFailed(file: path, reason: "a test's fault", advice: "none") }
  }

  private func tracked(_ file: OpenFile?) -> OpenFile? {
    if let file { state.withLock { $0.open[file.descriptor] = file } }
    return file
  }

  func createFile(
    _ path: String, for audience: FileAudience
  ) throws(StorageError) -> OpenFile? {
    try step("create", path)
    return tracked(try real.createFile(path, for: audience))
  }

  func openForAppending(_ path: String) throws(StorageError) -> OpenFile {
    try step("append", path)
    let file = try real.openForAppending(path)
    state.withLock { $0.open[file.descriptor] = file }
    return file
  }

  func truncate(_ file: OpenFile, to size: Int) throws(StorageError) {
    try step("truncate", file.path)
    try real.truncate(file, to: size)
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(StorageError) {
    try step("write", file.path) { () throws(StorageError) in
      try real.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), to: file)
    }
    try real.write(bytes, to: file)
  }

  func overwrite(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, in file: OpenFile
  ) throws(StorageError) {
    try step("overwrite", file.path)
    try real.overwrite(bytes, at: offset, in: file)
  }

  func sync(_ file: OpenFile) throws(StorageError) {
    try step("sync", file.path)
    try real.sync(file)
  }

  func close(_ file: OpenFile) throws(StorageError) {
    // A failing close closes all the same; a dead process's files are closed by `bury`.
    if !state.withLock({ $0.isDead }) {
      state.withLock { $0.open[file.descriptor] = nil }
      try real.close(file)
    }
    try step("close", file.path)
  }

  func createFolder(_ path: String) throws(StorageError) -> Bool {
    try step("folder", path)
    return try real.createFolder(path)
  }

  func open(_ path: String, locking: Bool) throws(StorageError) -> OpenFile? {
    try step("open", path)
    return tracked(try real.open(path, locking: locking))
  }

  func rename(_ path: String, to newPath: String) throws(StorageError) {
    try step("rename", newPath)
    try real.rename(path, to: newPath)
  }

  func exchange(_ path: String, with otherPath: String) throws(StorageError) -> Bool {
    try step("exchange", otherPath)
    return canExchange ? try real.exchange(path, with: otherPath) : false
  }

  func removeFile(_ path: String) throws(StorageError) {
    try step("remove", path)
    try real.removeFile(path)
  }

  func removeEmptyFolder(_ path: String) throws(StorageError) {
    try step("remove", path)
    try real.removeEmptyFolder(path)
  }

  func kind(of path: String) throws(StorageError) -> FileKind? {
    try step("kind", path)
    return try real.kind(of: path)
  }

  func names(in folder: String) throws(StorageError) -> [String] {
    try step("names", folder)
    return try real.names(in: folder)
  }
}
