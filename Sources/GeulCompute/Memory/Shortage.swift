import Synchronization

/// What the system would not give to arithmetic.
///
/// No buffer can be had without its memory, and fewer workers would be another run than was asked for, so there is no
/// going on: the program ends, by what it has set with ``end(by:)``.
public enum Shortage: Sendable, Equatable, CustomStringConvertible {
  /// Memory of so many bytes.
  case memory(bytes: Int)
  /// Thread `index` of a pool of `count` workers.
  case thread(index: Int, count: Int)

  /// What was wanted.
  public var description: String {
    switch self {
    case .memory(let bytes): "no memory for \(bytes) bytes more"
    case .thread(let index, let count): "worker thread \(index) of \(count) could not be started"
    }
  }

  private static let ending = Mutex<(@Sendable (Shortage) -> Never)>({ shortage in
    preconditionFailure(shortage.description)
  })

  /// Has every shortage from now on end the program by `body`, in whichever thread it comes; without it, it traps.
  public static func end(by body: @escaping @Sendable (Shortage) -> Never) {
    ending.withLock { $0 = body }
  }

  /// Ends the program.
  func end() -> Never {
    let body = Self.ending.withLock { $0 }
    body(self)
  }
}
