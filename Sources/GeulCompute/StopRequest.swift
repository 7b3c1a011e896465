import Synchronization

/// A request to stop, which one thread or a signal's handler makes and another looks for.
public final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Nothing is requested yet.
  public init() {}

  /// Asks to stop at the next step.
  public func request() { flag.store(true, ordering: .releasing) }

  /// Takes the request back.
  public func withdraw() { flag.store(false, ordering: .releasing) }

  /// Whether it was made.
  public var isRequested: Bool { flag.load(ordering: .acquiring) }
}
