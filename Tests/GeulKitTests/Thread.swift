import Glibc

/// A thread of the system that runs a closure, and can be waited for.
final class Thread: @unchecked Sendable {
  private let body: () -> Void
  private var id = pthread_t()

  init(_ body: @escaping () -> Void) { self.body = body }

  /// Runs the closure in a thread of its own.
  func start() {
    let status = pthread_create(
      &id, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Thread>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    precondition(status == 0, "a thread could not be started: \(status)")
  }

  /// Waits until the closure has ended; once.
  func join() { pthread_join(id, nil) }
}
