import Foundation

/// Colours of a terminal, where they are wanted.
struct Style {
  /// Whether colours are used: on a terminal that has them, unless `NO_COLOR` is set to anything (no-color.org).
  let isOn: Bool

  /// The style of standard output.
  static let output: Style = {
    let environment = ProcessInfo.processInfo.environment
    let hasColors = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
    return Style(isOn: hasColors && (environment["NO_COLOR"] ?? "").isEmpty)
  }()

  /// The text in a colour of the 256 that xterm has.
  func color(_ number: Int, _ text: String) -> String {
    isOn ? "\u{1B}[38;5;\(number)m\(text)\u{1B}[0m" : text
  }
}
