import Foundation
import Testing

@testable import GeulText

/// Any bytes come back from symbols and what these do not tell.
@Suite struct RestorableTextTests {
  private static let korean = "달이 밝다.\né 가각\n"
  private static let tokenizers: [Tokenizer] = NormalizationForm.allCases.flatMap { form in
    NewlinePolicy.allCases.flatMap { newlines -> [Tokenizer] in
      let scalars = Set(korean.unicodeScalars.map(\.value) + [0x1100, 0x1161, 0x11A8]).sorted()
      let vocabularies =
        [Vocabulary(unit: .byte, symbols: [])]
        + UnknownPolicy.allCases.flatMap { unknown in
          [TextUnit.scalar, .grapheme, .jamo].map {
            Vocabulary(scalars: scalars, unit: $0, unknown: unknown)
          }
        }
      return vocabularies.map { Tokenizer(form: form, newlines: newlines, vocabulary: $0) }
    }
  }

  private static let texts: [[UInt8]] = {
    let decomposed = korean.decomposedStringWithCanonicalMapping
    let strings = [
      "", korean, decomposed, korean.replacingOccurrences(of: "\n", with: "\r\n"), "\r", "\n\r",
      decomposed.replacingOccurrences(of: "\n", with: "\r\n"), "a\u{85}b\u{2028}", "\u{FEFF}가",
      "ﬁ ㈎ ㅋㅋ \u{FDFA}", "a\u{301}\u{323}\u{302}", "\u{1100}\u{1161}\u{11A8}", "👩‍👩‍👧", "\u{301}",
      String(repeating: "가\u{301}", count: 900), "\u{FFFD}", "\0\0", "각\u{11A8}",
    ]
    let broken: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE3, 0x81], [0x80],
      [0xE3, 0x81, 0x61, 0xE3], [0xC3, 0x0D, 0x0A], [0xF0, 0x9F, 0x98], [0xC1], [0xF8, 0x88],
      [0xC7, 0xD1, 0xB1, 0xDB, 0x0A], Array(repeating: 0xB0, count: 500),
    ]
    let mixed = broken.flatMap { [Array("달이 ".utf8) + $0 + Array(" 밝다.\r\n".utf8)] }
    return strings.map { Array($0.utf8) } + broken + mixed
  }()

  @Test func anyTextComesBack() throws {
    for tokenizer in Self.tokenizers {
      for bytes in Self.texts {
        let style = RestorableText.style(of: bytes[...], tokenizer: tokenizer)
        let text = try #require(
          RestorableText(bytes[...], style: style, tokenizer: tokenizer),
          "\(tokenizer.unit) \(tokenizer.form): \(bytes)")
        let back = RestorableText.bytes(text.ids, text.edits, style, tokenizer)
        #expect(back == bytes, "\(tokenizer.unit) \(tokenizer.form)")
      }
    }
  }

  @Test func noiseComesBack() {
    var state: UInt64 = 5
    let tokenizer = Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: [0x61, 0x0A]))
    for length in 0..<150 {
      let bytes = (0..<length).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 40)
      }
      let text = RestorableText(bytes[...], style: OriginalStyle(), tokenizer: tokenizer)
      #expect(
        text.flatMap { RestorableText.bytes($0.ids, $0.edits, $0.style, tokenizer) } == bytes)
    }
  }

  /// What is alike in the whole file is said once.
  @Test(arguments: [
    ("\n", false, OriginalStyle.LineEnds.lf), ("\r\n", false, .crlf), ("\r", true, .cr),
    ("\r\n", true, .crlf),
  ]) func styleNeedsNoEdits(lineEnd: String, decomposed: Bool, expected: OriginalStyle.LineEnds)
    throws
  {
    let tokenizer = Tokenizer(
      form: .nfc, vocabulary: Vocabulary(scalars: Self.korean.unicodeScalars.map(\.value).uniqued))
    var text = Self.korean.replacingOccurrences(of: "\n", with: lineEnd)
    if decomposed { text = text.decomposedStringWithCanonicalMapping }
    let bytes = Array(text.utf8)
    let style = RestorableText.style(of: bytes[...], tokenizer: tokenizer)
    #expect(style.lineEnds == expected && style.isDecomposed == decomposed)
    let found = try #require(RestorableText(bytes[...], style: style, tokenizer: tokenizer))
    #expect(found.edits.isEmpty)
    #expect(OriginalStyle(number: style.number) == style)
  }

  /// One bad byte costs one edit.
  @Test func editsAreFew() throws {
    let tokenizer = Tokenizer(
      form: .nfc, vocabulary: Vocabulary(scalars: Self.korean.unicodeScalars.map(\.value).uniqued))
    let bytes = Array(Self.korean.utf8) + [0xFF] + Array(Self.korean.utf8) + [0x0D, 0x0A]
    let found = try #require(
      RestorableText(bytes[...], style: OriginalStyle(), tokenizer: tokenizer))
    #expect(
      found.edits == [
        ByteEdit(kept: Self.korean.utf8.count, dropped: 0, inserted: [0xFF]),
        ByteEdit(kept: Self.korean.utf8.count, dropped: 0, inserted: [0x0D]),
      ])
  }

  @Test func editsOfAnotherTextAreRefused() {
    let tokenizer = Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: [0x61]))
    let ids = tokenizer.encode("aaa").ids
    for (kept, dropped) in [(4, 0), (0, 4), (2, 2), (Int.max, 1), (1, Int.max), (-1, 0)] {
      let edit = ByteEdit(kept: kept, dropped: dropped, inserted: [])
      #expect(RestorableText.bytes(ids, [edit], OriginalStyle(), tokenizer) == nil)
    }
  }
}

extension [UInt32] {
  fileprivate var uniqued: [UInt32] { Set(self).sorted() }
}
