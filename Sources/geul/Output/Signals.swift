import Foundation
import GeulKit
import Synchronization

/// Signals that would end the program, turned into a request to stop.
///
/// The first is answered by what the program is at: it leaves, stops, or saves. A second ends the program at once; what
/// comes within a tenth of a second is the same one, as when a terminal and a shell both send it.
enum Signals {
  /// What a signal asks for, and Ctrl-C where that does not end the program.
  static let stop = StopRequest(following: ending)
  /// What ends the program.
  static let ending = StopRequest()
  /// Readable from then on.
  static let pipe = SignalPipe()

  private static let received = Atomic<Int32>(0)
  private static let receivedAt = Atomic<Int>(0)
  private static let answer = Atomic<Int>(SignalLines.Saying.left.rawValue)
  private static let lines = SignalLines()
  nonisolated(unsafe) private static var mainThread = pthread_self()

  /// Catches them all from now on; until somebody looks for a stop, the first leaves at once.
  ///
  /// A hangup that was ignored stays ignored (`nohup`). The others are caught even so: a shell ignores Ctrl-C for what it
  /// starts in the background, which is no reason to lose what was trained.
  static func catchAll() {
    prepare()
    // Output notices by itself that nobody reads, and that a file may not grow.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    var caught = sigset_t()
    sigemptyset(&caught)
    for number in SignalName.all where number != SIGHUP || !isIgnored(number) {
      sigaddset(&caught, number)
    }
    for number in SignalName.all where sigismember(&caught, number) == 1 {
      handle(number, masking: caught) { Signals.take($0) }
    }
    // Whoever started the program may have blocked them.
    pthread_sigmask(SIG_UNBLOCK, &caught, nil)
    LostMapping.watch()
  }

  /// Everything that a handler touches is made before the first can run.
  private static func prepare() {
    mainThread = pthread_self()
    _ = (stop.isRequested, pipe.descriptor, lines, ProgressLine.isShown, Output.isMidLine, name)
    _ = (receivedAt.load(ordering: .relaxed), answer.load(ordering: .relaxed))
    LineEditorSignals.prepare()
  }

  /// From now on the stop is looked for, and the first signal but requests it.
  ///
  /// So does the end of whoever reads standard output, unless the work is worth more than what it writes there.
  static func heedStops(watchingOutput: Bool = true) {
    answer.store(SignalLines.Saying.stopping.rawValue, ordering: .sequentiallyConsistent)
    StopWatch.start(watchingOutput: watchingOutput)
  }

  /// Requests a stop because nobody reads what is written.
  static func endWithoutReader() {
    ending.request()
    pipe.tell(1)
  }

  /// From now on a stop means that a checkpoint is saved.
  static func announceSaving() {
    answer.store(SignalLines.Saying.saving.rawValue, ordering: .sequentiallyConsistent)
  }

  /// From now on Ctrl-C requests a stop every time, and the program goes on after it.
  static func takeInterrupts() {
    handle(SIGINT) { number in
      if Signals.isElsewhere { _ = pthread_kill(Signals.mainThread, number) }
      Signals.stop.request()
    }
  }

  /// The name of what ends the program, nil if nothing does.
  static var name: String? {
    let number = received.load(ordering: .acquiring)
    return number == 0 ? nil : SignalName.of(number)
  }

  /// The exit code for what ends the program, nil if nothing does.
  static var status: Int32? {
    let number = received.load(ordering: .acquiring)
    return number == 0 ? nil : 128 + number
  }

  /// Interrupts what the main thread waits for, if what is at work stops for that.
  static func interruptWaiting() {
    let isStopping = answer.load(ordering: .relaxed) == SignalLines.Saying.stopping.rawValue
    if isStopping || Output.isWriting { pthread_kill(mainThread, SIGURG) }
  }

  private static var isElsewhere: Bool { pthread_equal(pthread_self(), mainThread) == 0 }

  /// The handler.
  private static func take(_ number: Int32) {
    let error = errno
    defer { errno = error }
    // In one thread, so that no two run at once.
    if isElsewhere {
      pthread_kill(mainThread, number)
      return
    }
    let now = milliseconds
    if received.load(ordering: .acquiring) != 0 {
      // The system repeats that processor time is used up, every second.
      let isRepeated = now - receivedAt.load(ordering: .relaxed) < 100 || number == SIGXCPU
      if !isRepeated { leave(number, saying: .leftAgain) }
      return
    }
    received.store(number, ordering: .releasing)
    receivedAt.store(now, ordering: .relaxed)
    let saying = SignalLines.Saying(rawValue: answer.load(ordering: .relaxed)) ?? .left
    if saying == .left { leave(number, saying: .left) }
    ending.request()
    pipe.tell(1)
    lines.say(saying, of: number)
  }

  private static func leave(_ number: Int32, saying: SignalLines.Saying) {
    LineEditorSignals.giveTerminalBack(when: TCSANOW)
    lines.say(saying, of: number)
    _exit(128 + number)
  }

  private static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Calls are taken up again after `handler`, but for those in the main thread that ``interruptWaiting()`` ends.
  private static func handle(
    _ number: Int32, masking mask: sigset_t = sigset_t(),
    _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_mask = mask
    action.sa_flags = SA_RESTART
    sigaction(number, &action, nil)
  }
}
