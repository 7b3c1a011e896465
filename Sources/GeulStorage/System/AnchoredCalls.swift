import Glibc

/// Calls that reach one folder, and what lies in it, by an open descriptor: wherever its path leads meanwhile.
///
/// Linux gives each open file a path, `/proc/self/fd/N`; a path below the folder is that one and the rest.
struct AnchoredCalls: SystemCalls {
  private let base: any SystemCalls
  private let folder: [UInt8]
  private let anchor: [UInt8]

  /// The calls of `base`, with the folder's path taken to mean the open folder `descriptor`.
  init(_ base: any SystemCalls, folder: String, descriptor: Int32) {
    self.base = base
    self.folder = Array(folder.utf8)
    anchor = Array("/proc/self/fd/\(descriptor)".utf8)
  }

  private func by<Value>(
    _ path: UnsafePointer<CChar>, _ call: (UnsafePointer<CChar>) -> Value
  ) -> Value {
    let bytes = UnsafeRawBufferPointer(start: path, count: strlen(path))
    guard bytes.starts(with: folder), bytes.count == folder.count || bytes[folder.count] == 0x2F
    else { return call(path) }
    return (anchor + bytes[folder.count...] + [0]).withUnsafeBytes {
      call($0.assumingMemoryBound(to: CChar.self).baseAddress!)
    }
  }

  func open(
    _ path: UnsafePointer<CChar>, _ flags: Int32, mode: UInt32
  ) -> SystemAnswer<Int32> { by(path) { base.open($0, flags, mode: mode) } }

  func status(
    _ path: UnsafePointer<CChar>, followingLinks: Bool
  ) -> SystemAnswer<FileStatus> {
    by(path) { base.status($0, followingLinks: followingLinks) }
  }

  func access(_ path: UnsafePointer<CChar>, _ mode: Int32) -> SystemAnswer<Void> {
    by(path) { base.access($0, mode) }
  }

  func realPath(_ path: UnsafePointer<CChar>) -> SystemAnswer<[UInt8]> { by(path, base.realPath) }

  func names(in folder: UnsafePointer<CChar>) -> SystemAnswer<[[UInt8]]> {
    by(folder, base.names(in:))
  }

  func freeBytes(at path: UnsafePointer<CChar>) -> SystemAnswer<Int> {
    by(path, base.freeBytes(at:))
  }

  func createFolder(_ path: UnsafePointer<CChar>, mode: UInt32) -> SystemAnswer<Void> {
    by(path) { base.createFolder($0, mode: mode) }
  }

  func rename(
    _ path: UnsafePointer<CChar>, to newPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void> {
    by(path) { path in by(newPath) { base.rename(path, to: $0) } }
  }

  func exchange(
    _ path: UnsafePointer<CChar>, with otherPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void> {
    by(path) { path in by(otherPath) { base.exchange(path, with: $0) } }
  }

  func link(_ descriptor: Int32, to path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    by(path) { base.link(descriptor, to: $0) }
  }

  func remove(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void> { by(path, base.remove) }

  func removeFolder(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    by(path, base.removeFolder)
  }
}

/// What is open already is reached as ever.
extension AnchoredCalls {
  func close(_ descriptor: Int32) -> SystemAnswer<Void> { base.close(descriptor) }

  func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> SystemAnswer<Int> {
    base.read(descriptor, into: buffer)
  }

  func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int> { base.read(descriptor, into: buffer, at: offset) }

  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> SystemAnswer<Int> {
    base.write(descriptor, bytes)
  }

  func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int
  ) -> SystemAnswer<Int> { base.write(descriptor, bytes, at: offset) }

  func sync(_ descriptor: Int32) -> SystemAnswer<Void> { base.sync(descriptor) }

  func beginSync(_ descriptor: Int32, _ bytes: Range<Int>) { base.beginSync(descriptor, bytes) }

  func truncate(_ descriptor: Int32, to size: Int) -> SystemAnswer<Void> {
    base.truncate(descriptor, to: size)
  }

  func reserve(_ descriptor: Int32, _ bytes: Range<Int>) -> SystemAnswer<Void> {
    base.reserve(descriptor, bytes)
  }

  func map(
    _ descriptor: Int32, count: Int, isWritable: Bool
  ) -> SystemAnswer<UnsafeMutableRawPointer> {
    base.map(descriptor, count: count, isWritable: isWritable)
  }

  func lock(_ descriptor: Int32, _ operation: Int32) -> SystemAnswer<Void> {
    base.lock(descriptor, operation)
  }

  func status(_ descriptor: Int32) -> SystemAnswer<FileStatus> { base.status(descriptor) }
}
