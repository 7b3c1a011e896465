import Glibc

/// Why the system refused a call: the number that the C library calls `errno`.
public struct ErrorNumber: Error, Equatable, Sendable {
  /// Such as `ENOSPC`.
  public let code: Int32

  /// Wraps a number.
  public init(_ code: Int32) { self.code = code }

  /// What the C library says of it.
  package var reason: String { String(cString: strerror(code)) }
}

/// What a system call came to: what it returned, or why it was refused.
public typealias SystemAnswer<Value> = Result<Value, ErrorNumber>
