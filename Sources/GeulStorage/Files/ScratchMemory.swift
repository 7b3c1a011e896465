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

  private let place: String
  private let descriptor: Int32

  /// At least `count` bytes, in a file on the file system of `folder`. Throws `StorageError` as `grow` does.
  public init(_ count: Int, in folder: String) throws(StorageError) {
    place = folder + " (a temporary file in it)"
    descriptor = try TemporaryFile.open(in: folder)
    self.count = Self.wholePages(max(1, count))
    do { start = try Self.map(self.count, growingFrom: 0, descriptor, place) } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    munmap(start, count)
    close(descriptor)
  }

  /// Makes it at least `count` bytes; those that were there stay.
  ///
  /// Throws `StorageError` where the disk has no room. No pointer from before may be used after it.
  public func grow(to count: Int) throws(StorageError) {
    let size = Self.wholePages(count)
    guard size > self.count else { return }
    let larger = try Self.map(size, growingFrom: self.count, descriptor, place)
    munmap(start, self.count)
    (start, self.count) = (larger, size)
  }

  private static func map(
    _ size: Int, growingFrom before: Int, _ descriptor: Int32, _ place: String
  ) throws(StorageError) -> UnsafeMutableRawPointer {
    while true {
      let status = posix_fallocate(descriptor, off_t(before), off_t(size - before))
      if status == 0 { break }
      if status != EINTR { throw SystemFailure(place, code: status).whileWriting }
    }
    guard let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
      start != MAP_FAILED
    else { throw SystemFailure(place).whileWriting }
    return start
  }

  private static func wholePages(_ count: Int) -> Int {
    let page = sysconf(Int32(_SC_PAGESIZE))
    return (count + page - 1) / page * page
  }
}
