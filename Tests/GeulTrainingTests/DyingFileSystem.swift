import GeulStorage
import Synchronization

/// The real file system until its Nth operation, from which on nothing is done: the process died there,
/// or the disk is full.
final class DyingFileSystem: FileSystem {
  private struct State {
    var count = 0
    var open: [Int32: OpenFile] = [:]
  }

  private let state = Mutex(State())
  private let real = POSIXFileSystem()
  /// The operation that is the last, done by half, counted from 0.
  private let place: Int
  private let canExchange: Bool

  init(at place: Int, canExchange: Bool = true) {
    self.place = place
    self.canExchange = canExchange
  }

  /// Operations so far.
  var count: Int { state.withLock { $0.count } }

  /// Ends the locks of the process that died.
  func bury() {
    for file in state.withLock({ $0.open.values }) {
      do { try real.close(file) } catch {}
    }
    state.withLock { $0.open = [:] }
  }

  private func step(
    _ path: String, half: () throws(StorageError) -> Void = {}
  ) throws(StorageError) {
    let count = state.withLock { state in
      state.count += 1
      return state.count - 1
    }
    if count == place { try half() }
    if count >= place {
      throw .writeFailed(file: path, reason: "no space left on device", advice: "free some space")
    }
  }

  private func tracked(_ file: OpenFile?) -> OpenFile? {
    if let file { state.withLock { $0.open[file.descriptor] = file } }
    return file
  }

  func createFile(
    _ path: String, for audience: FileAudience
  ) throws(StorageError) -> OpenFile? {
    try step(path)
    return tracked(try real.createFile(path, for: audience))
  }

  func openForAppending(_ path: String) throws(StorageError) -> OpenFile {
    try step(path)
    let file = try real.openForAppending(path)
    state.withLock { $0.open[file.descriptor] = file }
    return file
  }

  func truncate(_ file: OpenFile, to size: Int) throws(StorageError) {
    try step(file.path)
    try real.truncate(file, to: size)
  }

  func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(StorageError) {
    try step(file.path) { () throws(StorageError) in
      try real.write(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)]), to: file)
    }
    try real.write(bytes, to: file)
  }

  func overwrite(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, in file: OpenFile
  ) throws(StorageError) {
    try step(file.path)
    try real.overwrite(bytes, at: offset, in: file)
  }

  func sync(_ file: OpenFile) throws(StorageError) {
    try step(file.path)
    // Tests kill processes, not machines, so nothing needs to reach the disk.
  }

  func close(_ file: OpenFile) throws(StorageError) {
    try step(file.path)
    state.withLock { $0.open[file.descriptor] = nil }
    try real.close(file)
  }

  func createFolder(_ path: String) throws(StorageError) -> Bool {
    try step(path)
    return try real.createFolder(path)
  }

  func open(_ path: String, locking: Bool) throws(StorageError) -> OpenFile? {
    try step(path)
    return tracked(try real.open(path, locking: locking))
  }

  func rename(_ path: String, to newPath: String) throws(StorageError) {
    try step(newPath)
    try real.rename(path, to: newPath)
  }

  func exchange(_ path: String, with otherPath: String) throws(StorageError) -> Bool {
    try step(otherPath)
    return canExchange ? try real.exchange(path, with: otherPath) : false
  }

  func removeFile(_ path: String) throws(StorageError) {
    try step(path)
    try real.removeFile(path)
  }

  func removeEmptyFolder(_ path: String) throws(StorageError) {
    try step(path)
    try real.removeEmptyFolder(path)
  }

  func kind(of path: String) throws(StorageError) -> FileKind? {
    try step(path)
    return try real.kind(of: path)
  }

  func names(in folder: String) throws(StorageError) -> [String] {
    try step(folder)
    return try real.names(in: folder)
  }
}
