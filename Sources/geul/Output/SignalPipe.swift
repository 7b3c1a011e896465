import Foundation

/// A way for a signal's handler to wake what waits in `poll`.
struct SignalPipe {
  /// Readable when something was told.
  let descriptor: Int32
  private let end: Int32

  /// Two sockets, because a pipe gets its flags only after a program could have inherited it.
  init() {
    var ends: [Int32] = [-1, -1]
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    _ = socketpair(AF_UNIX, Int32(kind), 0, &ends)
    (descriptor, end) = (ends[0], ends[1])
  }

  /// Tells a byte; what is full holds enough of them to wake anybody. Safe in a handler.
  func tell(_ byte: UInt8) {
    let error = errno
    var byte = byte
    _ = write(end, &byte, 1)
    errno = error
  }

  /// The next byte told, nil if there is none.
  func take() -> UInt8? {
    var byte: UInt8 = 0
    return read(descriptor, &byte, 1) == 1 ? byte : nil
  }
}
