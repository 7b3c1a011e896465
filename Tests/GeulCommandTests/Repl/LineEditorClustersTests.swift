import Foundation
import Testing

@testable import geul

/// Codes for grapheme clusters, in a UTF-8 locale.
@Suite struct LineEditorClustersTests {
  init() { setlocale(LC_CTYPE, "C.UTF-8") }

  @Test(arguments: [
    ("한글 abc", 6, 8), ("e\u{301}", 1, 1), ("\u{1112}\u{1161}\u{11AB}", 1, 2), ("🇰🇷🇰🇷", 2, 4),
    ("👩\u{200D}👩\u{200D}👧", 1, 2), ("\u{301}a", 2, 2), ("", 0, 0), ("\u{200B}", 1, 1),
    ("\u{20000}\u{12345}", 2, 3), ("\u{1100}\u{AC00}", 2, 4),
  ])
  func aCharacterIsOneCodeOfItsWidth(_ text: String, _ count: Int, _ columns: Int) {
    var clusters = LineEditorClusters()
    let codes = clusters.encode(text)
    #expect(codes.count == count)
    #expect(clusters.columns(of: text) == columns)
    #expect(codes.reduce(0) { $0 + clusters.length(of: $1) } == text.unicodeScalars.count)
    #expect(clusters.text(of: codes)?.utf8.elementsEqual(text.utf8) == true)
    // Scalars that serve as codes, typed by somebody, are not taken for codes.
    #expect(clusters.encode(text) == codes)
  }

  @Test func whatIsDrawnMayBeCutAnywhere() throws {
    var clusters = LineEditorClusters()
    let text = "a한e\u{301}👩\u{200D}👧\u{20001}z"
    var bytes: [UInt8] = []
    for code in clusters.encode(text) {
      bytes += String(try #require(Unicode.Scalar(code))).utf8
    }
    for cut in 0...bytes.count {
      let (first, rest) = clusters.shown(Array(bytes[..<cut]))
      let (second, end) = clusters.shown(rest + bytes[cut...])
      #expect((first + second).utf8.elementsEqual(text.utf8))
      #expect(end.isEmpty)
    }
  }

  @Test func malformedBytesAreSeenAndNotText() {
    var clusters = LineEditorClusters()
    #expect(clusters.shown(LineEditorClusters.malformed) == "\u{FFFD}")
    #expect(clusters.text(of: [0x61, LineEditorClusters.malformed]) == nil)
    #expect(clusters.join(LineEditorClusters.malformed, "\u{301}") == nil)
    #expect(clusters.encode("\u{12000}") != [LineEditorClusters.malformed])
  }

  @Test func codesDoNotRunOutSoon() {
    var clusters = LineEditorClusters()
    var seen: Set<UInt32> = []
    // More narrow clusters than narrow codes: the others are drawn with a blank behind them.
    for base in 0x61..<(0x7B as UInt32) {
      for mark in 0x300..<(0x34F as UInt32) {
        for second in [0x323, 0x331] as [UInt32] {
          var view = String.UnicodeScalarView()
          for value in [base, mark, second] { view.append(Unicode.Scalar(value) ?? "?") }
          let codes = clusters.encode(String(view))
          #expect(codes.count == 1)
          seen.formUnion(codes)
        }
      }
    }
    #expect(seen.count == 26 * 79 * 2)
    #expect(!seen.contains(LineEditorClusters.malformed))
  }
}
