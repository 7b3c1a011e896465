import Testing

@testable import GeulText

/// What HTML and XML yield, wherever the blocks are cut.
@Suite struct MarkupExtractorTests {
  /// The text of a document that arrives in parts of some length.
  private func text(
    of document: String, _ kind: MarkupParser.Kind, parts: Int = 1 << 16
  ) throws(TextError) -> String {
    var extractor = MarkupExtractor(kind, file: "a")
    let scalars = document.unicodeScalars.map(\.value)
    var output: [UInt32] = []
    for start in stride(from: 0, to: scalars.count, by: parts) {
      try extractor.append(
        Array(scalars[start..<min(start + parts, scalars.count)]), into: &output)
    }
    try extractor.finish(into: &output)
    return String(scalars: output.filter { $0 != TextExtraction.border })
  }

  /// HTML Living Standard, 13.2.5.72 and after: what is no reference stays as it stands.
  @Test(arguments: [
    ("caf&eacute caf&eacute; AT&T R&D &copy2024", "café café AT&T R&D ©2024"),
    ("&#128; &#150; &#x99 &#x80", "€ – ™ €"),
    (
      "&#0; &#xD800; &#1114112; &#99999999999; &#1;", "\u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD} \u{FFFD}"
    ),
    ("&#x41; &#45576;&#45576 &#xB208a", "A 눈눈 \u{B208A}"),
    ("&lt;b&gt; &amp &AMP; &LT;", "<b> & & <"), ("&#; & ; &&amp; &x", "&#; & ; && &x"),
    ("&notit 5 &unknown;", "¬it 5 &unknown;"),
  ])
  func referencesAreReadAsBrowsersDo(source: String, text: String) throws {
    for parts in [1, 3, 1 << 16] {
      let read = try self.text(of: "<p>\(source)</p>", .html, parts: parts)
      #expect(read.values == "\(text)\n".values, "\(source) in parts of \(parts)")
    }
  }

  /// The declared encoding was that of the bytes, which have been decoded before.
  private static let document = """
    <?xml version="1.0" encoding="EUC-KR"?>
    <!DOCTYPE d [<!ENTITY who "할머니">]>
    <d><!-- 말 --><script>대본이다</script><p>비가 <b>오는</b> 날 &who;는&nbsp;국수를 <![CDATA[먹었다 <b>&amp;]]> 끝</p>
      <r><name>가</name><name>나</name></r>
      &who;
    </d>

    """

  @Test(arguments: [1, 7, 1 << 16])
  func allTextOfXMLIsTaken(parts: Int) throws {
    #expect(
      try text(of: Self.document, .xml, parts: parts).values
        == "대본이다\n비가 오는 날 할머니는\u{A0}국수를 먹었다 <b>&amp; 끝\n가\n나\n할머니\n".values)
  }

  @Test func spaceMayStandBeforeTheDeclaration() throws {
    for parts in [1, 1 << 16] {
      #expect(try text(of: "\n \n<?xml version=\"1.0\"?><d>가</d>", .xml, parts: parts) == "가")
    }
  }

  /// Neither is what follows lost in silence, nor does a text grow beyond any memory.
  @Test func brokenXMLIsRefused() throws {
    var bomb = "<!DOCTYPE l [<!ENTITY a \"가가가가가가가가가가\">"
    for (name, inner) in zip("bcdefghij", "abcdefghi") {
      bomb += "<!ENTITY \(name) \"\(String(repeating: "&\(inner);", count: 10))\">"
    }
    for (document, line) in [
      ("<d>\n<p>가</d>", 2), (" \n\n<?xml version=\"1.0\"?>\n<d>", 4), ("<d>가</d>\n<d>나</d>", 2),
      ("<d>가", 1), (bomb + "]>\n<l>&j;</l>", 2),
    ] {
      let error = #expect(throws: TextError.self) { try text(of: document, .xml) }
      guard case .brokenRecord("a", line, "well-formed XML", _, _) = error else {
        Issue.record("\(error as Any)")
        continue
      }
    }
  }

  /// A text node and a section of CDATA longer than any buffer.
  @Test func longTextsAreWhole() throws {
    let words = String(repeating: "새벽 강가에 안개가 내렸다. ", count: 100_000)
    let trimmed = String(words.dropLast())
    #expect(try text(of: "<d>\(words)</d>", .xml) == trimmed)
    #expect(try text(of: "<d><![CDATA[\(words)]]></d>", .xml) == trimmed)
    #expect(try text(of: "<p>\(words)</p>", .html) == trimmed + "\n")
  }

  @Test func textWithoutTagsIsNoPage() throws {
    let error = #expect(throws: TextError.self) { try text(of: "하나\n둘 < 셋 &amp; 넷\n", .html) }
    #expect(error?.description.contains("read it without --text-of html") == true)
    #expect(try text(of: "", .html) == "")
    #expect(try text(of: "하나<br>둘", .html) == "하나\n둘\n")
  }
}
