import Glibc

/// Memory that lies in a file without a name: it may be larger than what the machine has, since the system can write it
/// to the disk, and is gone with the last reference.
///
/// The file's blocks are reserved as it grows, so that a full disk is an error here and not a signal at some later store.
public final class ScratchMemory: @unchecked Sendable {
  /// The first byte; another place after each growing.
  package private(set) var start: UnsafeMutableRawPointer
  /// How many bytes there are, zero where nothing was stored.
  public private(set) var count: Int

  private let file: OpenFile
  private let fileSystem: FileSystem

  /// At least `count` bytes, in a file on the file system of `folder`. Throws `StorageError` as `grow` does.
  public init(
    _ count: Int, in folder: String, on fileSystem: FileSystem = .current
  ) throws(StorageError) {
    file = try fileSystem.openTemporary(in: folder)
    self.fileSystem = fileSystem
    self.count = Self.wholePages(max(1, count))
    do {
      start = try Self.map(file, self.count, growingFrom: 0, on: fileSystem)
    } catch {
      fileSystem.closeUnchecked(file)
      throw error
    }
  }

  deinit {
    munmap(start, count)
    fileSystem.closeUnchecked(file)
  }

  /// Makes it at least `count` bytes; those that were there stay.
  ///
  /// Throws `StorageError` where the disk has no room. No pointer from before may be used after it.
  public func grow(to count: Int) throws(StorageError) {
    let size = Self.wholePages(count)
    guard size > self.count else { return }
    let larger = try Self.map(file, size, growingFrom: self.count, on: fileSystem)
    munmap(start, self.count)
    (start, self.count) = (larger, size)
  }

  private static func map(
    _ file: OpenFile, _ size: Int, growingFrom before: Int, on fileSystem: FileSystem
  ) throws(StorageError) -> UnsafeMutableRawPointer {
    try fileSystem.writing(file.path) { $0.reserve(file.descriptor, before..<size) }
    return try fileSystem.writing(file.path) {
      $0.map(file.descriptor, count: size, isWritable: true)
    }
  }

  private static func wholePages(_ count: Int) -> Int {
    let page = sysconf(Int32(_SC_PAGESIZE))
    return (count + page - 1) / page * page
  }
}
