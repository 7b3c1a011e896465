import Foundation

/// Waits until `condition` holds. It fails only after a time in which it should have come many times over, whatever else
/// the machine has to do.
func wait(_ what: String, until condition: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .patience
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      throw TestFailure("expected \(what), found none")
    }
    usleep(5_000)
  }
}

extension Duration {
  /// What is not done by then hangs.
  static let patience = Duration.seconds(300)
}
