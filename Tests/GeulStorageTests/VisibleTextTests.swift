import GeulWork
import Testing

@Suite struct VisibleTextTests {
  @Test func whatATerminalObeysIsEscaped() {
    for value in [0x00, 0x07, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x9B, 0x9F] as [UInt32] {
      expectEscaped(value)
    }
  }

  @Test func whatTurnsTextAroundIsEscaped() {
    let ranges: [ClosedRange<UInt32>] = [
      0x202A...0x202E, 0x2066...0x2069, 0x200E...0x200F, 0x061C...0x061C, 0x2028...0x2029,
    ]
    for value in ranges.joined() { expectEscaped(value) }
  }

  private func expectEscaped(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else { return }
    let expected = "a\\u{\(String(value, radix: 16))}b"
    #expect(VisibleText.running("a\(scalar)b") == expected)
    #expect(VisibleText.line("a\(scalar)b") == expected)
  }

  @Test func lineFeedsAndTabsStayInRunningText() {
    #expect(VisibleText.running("a\tb\r\n") == "a\tb\\u{d}\n")
    #expect(VisibleText.line("a\tb\n") == "a\\u{9}b\\u{a}")
  }

  @Test(arguments: [
    "가나다 漢字", "e\u{301}", "👩\u{200D}👩\u{200D}👧", "❤\u{FE0F}", "क\u{94D}\u{200C}ष",
    "\u{A0}\u{FEFF}", "\u{1112}\u{119E}", "\\u{1b}",
  ])
  func allElseStays(_ text: String) {
    #expect(VisibleText.running(text).unicodeScalars.elementsEqual(text.unicodeScalars))
    #expect(VisibleText.line(text).unicodeScalars.elementsEqual(text.unicodeScalars))
  }
}
