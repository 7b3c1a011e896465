/// Text made safe to be shown to a person: the one place that says what a terminal may not be given.
///
/// Names of files, what a foreign checkpoint holds, what a model writes: any of it may hold characters that a terminal
/// obeys, or that show other characters in another order than they stand in. Each is written as `\u{1b}` instead. What
/// joins or varies characters (U+200D, variation selectors, marks) stays, since text of many scripts is made with it.
package enum VisibleText {
  /// A text for a message of one line: line feeds and tabs are escaped too.
  package static func line(_ text: String) -> String { escape(text, isRunning: false) }

  /// A text of lines: its line feeds and tabs stay.
  package static func running(_ text: String) -> String { escape(text, isRunning: true) }

  private static func escape(_ text: String, isRunning: Bool) -> String {
    guard text.unicodeScalars.contains(where: { isEscaped($0, isRunning) }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isEscaped(scalar, isRunning) {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isEscaped(_ scalar: Unicode.Scalar, _ isRunning: Bool) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: !isRunning
    case 0..<0x20, 0x7F..<0xA0: true
    // Line and paragraph separators.
    case 0x2028, 0x2029: true
    // Marks, embeddings, overrides and isolates of bidirectional text (UAX #9).
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
