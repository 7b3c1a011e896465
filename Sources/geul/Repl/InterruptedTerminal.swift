import Foundation

/// A terminal that keeps what is on its way to the screen when Ctrl-C is typed.
///
/// Linux sends the signal first and then discards what was typed and what is being written; an answer to the signal,
/// such as the next prompt, would be lost. With `NOFLSH` nothing is discarded, and what was typed is dropped here.
struct InterruptedTerminal {
  private let before: termios

  /// Changes the terminal that is standard input; nil if there is none.
  init?() {
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return nil }
    before = modes
    modes.c_lflag |= tcflag_t(NOFLSH)
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }

  /// Drops what was typed before Ctrl-C and not yet read.
  func dropTyped() { tcflush(STDIN_FILENO, TCIFLUSH) }

  /// Leaves the terminal as it was.
  func restore() {
    var modes = before
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }
}
