/// Text from a model, made safe for a terminal.
enum TerminalText {
  /// On a terminal, control characters other than line feed and tab become their pictures (U+2400 …),
  /// so that no escape sequence out of a model's mouth is obeyed.
  static func visible(_ text: String, isTerminal: Bool) -> String {
    guard isTerminal else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: result.append(scalar)
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      case 0x80..<0xA0: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// A text on one line, for a message.
  static func line(_ text: String) -> String {
    visible(text.replacing("\n", with: "↵").replacing("\t", with: " "), isTerminal: true)
  }
}
