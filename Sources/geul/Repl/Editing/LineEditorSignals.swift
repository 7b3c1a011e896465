import Foundation
import Synchronization

/// Signals while a line editor has the terminal, and the terminal's modes that must be right whatever comes. Those that
/// end the program are `Signals`' own, and wake the editor by its pipe.
///
/// libedit's own handlers send a signal on to the whole group of processes, which would end a script that calls
/// `geul`; so they are left off. One editor at a time.
enum LineEditorSignals {
  /// What the waiting editor is told.
  enum Notice: UInt8 {
    case interrupted = 1
    case resized
    case resumed
  }

  /// What a key that was typed asks for.
  enum Meaning { case interrupt, suspend, quit }

  // In memory of their own: the compiler (6.3) gives a static `termios` the size of its fields without the padding
  // between them, and the system writes all of it.
  nonisolated(unsafe) private static let original = makeModes()
  nonisolated(unsafe) private static let quiet = makeModes()

  private static func makeModes() -> UnsafeMutablePointer<termios> {
    let modes = UnsafeMutablePointer<termios>.allocate(capacity: 1)
    modes.initialize(to: termios())
    return modes
  }

  private static let hasTerminal = Atomic(false)
  private static let isEditing = Atomic(false)
  private static let pipe = SignalPipe()

  /// Readable when there is a notice.
  static var descriptor: Int32 { pipe.descriptor }

  /// Makes what handlers touch, before any can run.
  static func prepare() {
    _ = (original, quiet)
    _ = (pipe.descriptor, hasTerminal.load(ordering: .relaxed), bracketsPastes, leavesPastes)
  }

  /// Takes the terminal that is standard input: nothing typed is shown until a line is edited, and Ctrl-C discards
  /// nothing that is on its way to the screen.
  static func takeTerminal() -> Bool {
    guard tcgetattr(STDIN_FILENO, original) == 0 else { return false }
    quiet.update(from: original, count: 1)
    quiet.pointee.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON)
    quiet.pointee.c_lflag |= tcflag_t(ISIG | NOFLSH)
    quiet.pointee.c_iflag |= tcflag_t(ICRNL)
    withUnsafeMutableBytes(of: &quiet.pointee.c_cc) {
      $0[Int(VMIN)] = 1
      $0[Int(VTIME)] = 0
    }
    hasTerminal.store(true, ordering: .sequentiallyConsistent)
    tcsetattr(STDIN_FILENO, TCSADRAIN, quiet)
    tellTerminal(bracketsPastes)
    atexit { LineEditorSignals.giveTerminalBack() }
    for number in [SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGTSTP] {
      handle(number, pass)
    }
    handle(SIGCONT) { _ in
      if LineEditorSignals.hasTerminal.load(ordering: .sequentiallyConsistent) {
        LineEditorSignals.tellTerminal(LineEditorSignals.bracketsPastes)
      }
      if LineEditorSignals.isEditing.load(ordering: .sequentiallyConsistent) {
        LineEditorSignals.tell(.resumed)
      } else if LineEditorSignals.hasTerminal.load(ordering: .sequentiallyConsistent) {
        tcsetattr(STDIN_FILENO, TCSANOW, LineEditorSignals.quiet)
      }
    }
    return true
  }

  /// Leaves the terminal as it was found; `when` is TCSANOW for a handler, which may not wait. Once is enough.
  static func giveTerminalBack(when: Int32 = TCSADRAIN) {
    guard hasTerminal.exchange(false, ordering: .sequentiallyConsistent) else { return }
    tellTerminal(leavesPastes)
    tcsetattr(STDIN_FILENO, when, original)
  }

  /// What a key asks for by the terminal's own settings. While a line is edited the terminal itself asks for nothing, for
  /// it would not tell keys from what is pasted.
  static func meaning(of scalar: Unicode.Scalar) -> Meaning? {
    guard scalar.value > 0, let byte = UInt8(exactly: scalar.value) else { return nil }
    return withUnsafeBytes(of: original.pointee.c_cc) { keys in
      switch byte {
      case keys[Int(VINTR)]: .interrupt
      case keys[Int(VSUSP)]: .suspend
      case keys[Int(VQUIT)]: .quit
      default: nil
      }
    }
  }

  /// The terminal marks what is pasted from now on, or no longer.
  private static let bracketsPastes: StaticString = "\u{1B}[?2004h"
  private static let leavesPastes: StaticString = "\u{1B}[?2004l"

  /// Writes to the terminal, past all that is not safe in a handler.
  private static func tellTerminal(_ text: StaticString) {
    _ = write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }

  /// Runs `body`, meanwhile turning Ctrl-C and changes of the window into notices.
  static func whileEditing<Result>(_ body: () -> Result) -> Result {
    while take() != nil {}
    let before = (
      handle(SIGINT) { _ in LineEditorSignals.tell(.interrupted) },
      handle(SIGWINCH) { _ in LineEditorSignals.tell(.resized) }
    )
    isEditing.store(true, ordering: .sequentiallyConsistent)
    defer {
      isEditing.store(false, ordering: .sequentiallyConsistent)
      var (interrupt, resize) = before
      sigaction(SIGINT, &interrupt, nil)
      sigaction(SIGWINCH, &resize, nil)
    }
    return body()
  }

  /// The next notice, if there is one.
  static func take() -> Notice? { pipe.take().flatMap(Notice.init) }

  /// Gives the terminal back for as long as the signal stops the program, which may be for ever.
  private static let pass: @convention(c) (Int32) -> Void = { number in
    let error = errno
    var modes = termios()
    let hadModes = tcgetattr(STDIN_FILENO, &modes) == 0
    let hasTerminal = LineEditorSignals.hasTerminal.load(ordering: .sequentiallyConsistent)
    if hasTerminal {
      LineEditorSignals.tellTerminal(LineEditorSignals.leavesPastes)
      tcsetattr(STDIN_FILENO, TCSANOW, LineEditorSignals.original)
    }
    var (standard, own, blocked) = (sigaction(), sigaction(), sigset_t())
    sigaction(number, &standard, &own)
    sigemptyset(&blocked)
    sigaddset(&blocked, number)
    raise(number)
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    sigaction(number, &own, nil)
    if hasTerminal && hadModes {
      LineEditorSignals.tellTerminal(LineEditorSignals.bracketsPastes)
      tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    }
    // Whoever waits is told by the handler of SIGCONT.
    errno = error
  }

  private static func tell(_ notice: Notice) { pipe.tell(notice.rawValue) }

  @discardableResult
  private static func handle(
    _ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void
  ) -> sigaction {
    var (action, before) = (sigaction(), sigaction())
    action.__sigaction_handler.sa_handler = handler
    sigaction(number, &action, &before)
    return before
  }
}
