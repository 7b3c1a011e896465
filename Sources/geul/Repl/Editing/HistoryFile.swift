import Foundation
import GeulStorage

/// The file of a `LineHistory`, open and locked against other sessions until it is let go.
final class HistoryFile {
  /// Why the file cannot be used.
  struct Failure: Error {
    let reason: String
  }

  private let path: String
  private let descriptor: Int32

  /// Opens the file, made if there is none, and sees that its owner alone can read it.
  init(_ path: String) throws(Failure) {
    // A link is followed, so that the file can be kept elsewhere.
    self.path =
      realpath(path, nil).map { pointer in
        defer { free(pointer) }
        return String(cString: pointer)
      } ?? path
    descriptor = try Self.lock(self.path)
  }

  deinit {
    // A program that is being started may hold a copy of the descriptor for a moment, and with it the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// The last `limit` bytes, and whether they are all.
  func contents(limit: Int) throws(Failure) -> (bytes: [UInt8], isWhole: Bool) {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - limit)
    var bytes = [UInt8](repeating: 0, count: size - start)
    var count = 0
    while count < bytes.count {
      let part = bytes[count...].withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(start + count))
      }
      if part < 0 && errno == EINTR { continue }
      guard part >= 0 else { throw Self.failure("read") }
      if part == 0 { break }
      count += part
    }
    return (Array(bytes[..<count]), start == 0)
  }

  /// Adds bytes to the end.
  func append(_ bytes: [UInt8]) throws(Failure) {
    var whole = bytes
    // What a session that was cut off left behind must not run into this line.
    var last: UInt8 = 0x0A
    let size = lseek(descriptor, 0, SEEK_END)
    if size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != 0x0A {
      whole.insert(0x0A, at: 0)
    }
    guard write(descriptor, whole, whole.count) == whole.count else {
      throw Self.failure("written")
    }
  }

  /// Puts other contents in the file's place, all or nothing.
  func replace(with bytes: [UInt8]) throws(Failure) {
    do { try AtomicFile(path, for: .owner).write(bytes) } catch {
      throw Failure(reason: "it cannot be shortened (\(error.description))")
    }
  }

  /// The file that the path leads to once it is locked: another session may have put a new one in its place.
  private static func lock(_ path: String) throws(Failure) -> Int32 {
    while true {
      let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK
      let descriptor = open(path, flags, 0o600)
      guard descriptor >= 0 else { throw failure("opened") }
      var (status, there) = (stat(), stat())
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw Failure(reason: "it is not a file")
      }
      if status.st_mode & 0o177 != 0 { fchmod(descriptor, 0o600) }
      // Where locks are unknown, appending is still whole.
      while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
      if stat(path, &there) == 0, there.st_ino == status.st_ino, there.st_dev == status.st_dev {
        return descriptor
      }
      close(descriptor)
    }
  }

  private static func failure(_ verb: String) -> Failure {
    Failure(reason: "it cannot be \(verb) (\(String(cString: strerror(errno))))")
  }
}
