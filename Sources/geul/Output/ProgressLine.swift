import Foundation
import GeulKit
import Synchronization

/// One line of standard error that is written over and over, or on a plain stream now and then.
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
      Output.drawError("\r" + Self.fit(text, columns: Output.columns - 1) + "\u{1B}[K")
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
    Output.drawError("\r\u{1B}[K")
    isOnScreen = false
  }

  /// The text is of narrow characters alone, so a character is a column.
  private static func fit(_ text: String, columns: Int) -> String {
    text.count <= columns ? text : String(text.prefix(max(0, columns)))
  }
}
