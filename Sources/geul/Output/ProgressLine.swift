import Foundation
import GeulKit
import Synchronization

/// One line of standard error that is written over and over, or on a plain stream now and then.
///
/// Its fields are set apart by two blanks, the most wanted first: where the terminal is too narrow for them all, the last
/// ones are left out.
struct ProgressLine {
  private let isLive = Output.errorIsTerminal
  /// On a plain stream, work that takes less than ten seconds leaves no trace.
  private var lastShown = Output.errorIsTerminal ? nil : ContinuousClock.now
  private var isOnScreen = false {
    didSet { Self.shown.store(isOnScreen, ordering: .relaxed) }
  }
  private static let shown = Atomic(false)

  /// Whether progress is on the screen now, for a handler that writes there.
  static var isShown: Bool { shown.load(ordering: .relaxed) }

  /// Shows `text` if the time has come: ten times a second on a terminal, else every ten seconds.
  mutating func show(_ text: @autoclosure () -> String) {
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < (isLive ? .milliseconds(100) : .seconds(10)) { return }
    lastShown = now
    if isLive {
      let text = VisibleText.line(text())
      // Behind it a terminal shows ^C, which would else go on in a row of its own.
      Output.drawError("\r" + Self.fit(text, columns: Output.columns - 3) + "\u{1B}[K")
      isOnScreen = true
    } else {
      Output.error(text())
    }
  }

  /// Writes a line that stays, above the progress.
  mutating func print(_ text: String) {
    clear()
    Output.error(text)
  }

  /// The same for several lines, the last with its end.
  mutating func print(lines: String) {
    clear()
    Output.notes(lines)
  }

  /// Takes the progress off the screen.
  mutating func clear() {
    guard isOnScreen else { return }
    Output.clearLine()
    isOnScreen = false
  }

  /// The fields that have room in so many columns; of the first, if need be, the words, and of the first word the letters.
  static func fit(_ text: String, columns: Int) -> String {
    var fitting = Substring(text)
    for mark in ["  ", " "] {
      while DisplayWidth.columns(String(fitting)) > columns,
        let end = fitting.range(of: mark, options: .backwards)
      {
        fitting = fitting[..<end.lowerBound]
      }
    }
    while DisplayWidth.columns(String(fitting)) > max(0, columns) { fitting.removeLast() }
    return String(fitting)
  }
}
