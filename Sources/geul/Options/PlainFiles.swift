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

  /// Writes all bytes, or leaves what was there.
  static func write(_ bytes: [UInt8], to path: String) throws {
    guard path == "-" else { return try AtomicFile(path).write(bytes) }
    try Output.send(bytes)
  }
}
