import GeulWork

/// A request to stop that is made once something has happened so often.
final class StopAfter {
  /// The request.
  let stop = StopRequest()
  private var left: Int

  /// Of 0, it is made at once.
  init(_ times: Int) {
    left = times
    if left == 0 { stop.request() }
  }

  /// Notes that it happened.
  func count() {
    left -= 1
    if left == 0 { stop.request() }
  }
}
