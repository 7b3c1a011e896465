import Foundation
import GeulKit
import Synchronization

/// SIGINT and SIGTERM turned into a request to stop.
enum Signals {
  /// What a first signal asks for.
  static let stop = StopRequest()
  private static let received = Atomic<Int32>(0)

  /// Catches both signals from now on. A second one ends the program at once.
  static func catchStops() {
    // Made before a signal can come, so that the handler only stores.
    _ = stop.isRequested
    _ = received.load(ordering: .relaxed)
    ignoreClosedPipes()
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Signals.received.store(number, ordering: .relaxed)
        Signals.stop.request()
        signal(number, SIG_DFL)
      }
    }
  }

  /// Catches Ctrl-C every time, for a program that goes on after it.
  static func catchInterrupts() {
    _ = stop.isRequested
    _ = received.load(ordering: .relaxed)
    ignoreClosedPipes()
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      Signals.received.store(number, ordering: .relaxed)
      Signals.stop.request()
    }
    // Without SA_RESTART: a read that waits for a line is interrupted too.
    sigaction(SIGINT, &action, nil)
  }

  /// Leaves it to `Output` to notice that nobody reads.
  static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

  /// The name of what was received, nil if nothing was.
  static var name: String? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: "SIGINT"
    case SIGTERM: "SIGTERM"
    default: nil
    }
  }

  /// The exit code for what was received, nil if nothing was.
  static var status: ExitStatus? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: .interrupted
    case SIGTERM: .terminated
    default: nil
    }
  }
}
