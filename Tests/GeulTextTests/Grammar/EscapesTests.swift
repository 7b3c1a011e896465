import GeulText
import Testing

/// Characters that are typed as escapes.
@Suite struct EscapesTests {
  @Test(arguments: [
    ("", ""), ("가나 n", "가나 n"), ("a\\nb\\t\\r\\\\n\\-", "a\nb\t\r\\n-"),
    ("\\u{AC00}\\u{1f600}\\u{0}", "가😀\u{0}"), ("e\\u{301}", "e\u{301}"),
  ])
  func areResolved(_ text: String, _ expected: String) throws {
    #expect(Array(try Escapes.resolve(text).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("ab\\", 2, "a backslash that ends the text"), ("가\\q", 1, "\\q"),
    ("\\u{D800}", 0, "\\u{D800}"),
    ("\\n\\u12", 2, "\\u12"),
  ])
  func othersAreRefusedWithTheirPlace(_ text: String, _ place: Int, _ found: String) {
    let error = #expect(throws: EscapeError.self) { try Escapes.resolve(text) }
    #expect(error?.place == place && error?.found == found)
  }

  @Test(arguments: ["", "a\r\nb\n\r\t", "\\n", "\\\\", "e\u{301}\n\u{302}", "- \u{85}"])
  func whatIsEscapedIsOneLineAndComesBack(_ text: String) throws {
    let escaped = Escapes.escape(text)
    #expect(!escaped.unicodeScalars.contains { "\n\r\t".unicodeScalars.contains($0) })
    #expect(Array(try Escapes.resolve(escaped).utf8) == Array(text.utf8))
  }
}
