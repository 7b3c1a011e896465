import Foundation
import GeulKit

/// A thread that waits for a stop and then sees to it that the main thread waits for nothing else: a read of a pipe
/// that nobody writes, a write that nobody reads.
enum StopWatch {
  /// Starts it. Where no thread is to be had, only what waits notices a stop late, and a second signal is there.
  static func start() {
    // Nothing is done about this signal, but without SA_RESTART it ends the call that is waiting.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGURG, &action, nil)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { _ in
        StopWatch.watch()
        return nil
      }, nil)
    if status == 0 { pthread_detach(thread) }
  }

  private static func watch() {
    var entry = pollfd(fd: Signals.pipe.descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&entry, 1, -1) < 0 {}
    // Again and again, since a call may begin to wait the moment after.
    while true {
      Signals.interruptWaiting()
      usleep(50_000)
    }
  }
}
