import Synchronization

/// A request to stop, which one thread or a signal's handler makes and a long work looks for.
///
/// The one way to stop a work: it is handed a request and asks it now and then. Where nothing of the work is worth
/// keeping it throws `WorkStopped`; where something is, its result says that it was stopped.
public final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)
  private let other: StopRequest?

  /// Nothing is requested yet. Whatever stops `other` stops this one too.
  public init(following other: StopRequest? = nil) { self.other = other }

  /// Asks to stop at the next step.
  public func request() { flag.store(true, ordering: .releasing) }

  /// Takes the request back; one that is followed stays.
  public func withdraw() { flag.store(false, ordering: .releasing) }

  /// Whether it was made.
  public var isRequested: Bool {
    flag.load(ordering: .acquiring) || (other?.isRequested ?? false)
  }

  /// Throws `WorkStopped` if it was made.
  public func check() throws(WorkStopped) {
    if isRequested { throw WorkStopped() }
  }
}

/// A work was asked to stop, and nothing of it is left.
public struct WorkStopped: Error, Equatable {
  /// The one there is.
  public init() {}
}
