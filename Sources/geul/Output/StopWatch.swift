import Foundation
import GeulKit

/// A thread that waits for a stop, or for the last reader of standard output to go, and then sees to it that the main
/// thread waits for nothing else: a read of a pipe that nobody writes, a write that nobody reads.
enum StopWatch {
  /// Starts it. Where no thread is to be had, only what waits notices a stop late, and a second signal is there.
  ///
  /// With `watchingOutput` the end of the reader is the end of the work.
  static func start(watchingOutput: Bool) {
    // Nothing is done about this signal, but without SA_RESTART it ends the call that is waiting.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in }
    sigaction(SIGURG, &action, nil)
    let isWatching = watchingOutput && Output.hasReader
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { argument in
        StopWatch.watch(output: argument != nil)
        return nil
      }, isWatching ? UnsafeMutableRawPointer(bitPattern: 1) : nil)
    if status == 0 { pthread_detach(thread) }
  }

  private static func watch(output: Bool) {
    var entries = [
      pollfd(fd: Signals.pipe.descriptor, events: Int16(POLLIN), revents: 0),
      // Asked for nothing, `poll` tells of errors and the end alone.
      pollfd(fd: output ? STDOUT_FILENO : -1, events: 0, revents: 0),
    ]
    while poll(&entries, 2, -1) < 0 {}
    if entries[1].revents != 0 { Signals.endWithoutReader() }
    // Again and again, since a call may begin to wait the moment after.
    while true {
      Signals.interruptWaiting()
      usleep(50_000)
    }
  }
}
