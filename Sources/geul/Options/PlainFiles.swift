import Foundation
import GeulKit

/// Files that are taken as they are, byte for byte; `-` is a standard stream.
enum PlainFiles {
  /// All bytes of a file; throws `StorageError`, or `WorkStopped` while standard input lets us wait.
  static func read(_ path: String) throws -> [UInt8] {
    guard path == "-" else { return try readFile(FileSystem.current.found(path), limit: .max) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(STDIN_FILENO, &part, part.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR {
          try Signals.stop.check()
          continue
        }
        throw Failure(
          .inputOutput,
          "standard input: cannot be read (\(String(cString: strerror(errno)))); check where it comes from"
        )
      }
      bytes += part[..<count]
    }
  }

  /// Refuses a path that cannot be written, before the work for it is done; throws `StorageError`.
  static func checkWritable(_ path: String) throws { try AtomicFile(path).begin().abandon() }

  /// Writes the bytes that `make` returns, or leaves what was there; a path that cannot be written is refused before they
  /// are made. Returns how many there were.
  @discardableResult
  static func write(to path: String, _ make: () throws -> [UInt8]) throws -> Int {
    guard path != "-" else {
      let bytes = try make()
      try Output.send(bytes)
      return bytes.count
    }
    let pending = try AtomicFile(path).begin()
    do {
      let bytes = try make()
      try pending.writer.write(bytes)
      try pending.commit()
      return bytes.count
    } catch {
      pending.abandon()
      throw error
    }
  }
}
