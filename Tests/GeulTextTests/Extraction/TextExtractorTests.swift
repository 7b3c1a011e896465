import GeulText
import Testing

/// The text and the documents that are taken out of files.
@Suite struct TextExtractorTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The text of a file's field, column or pages, and where its documents begin.
  private func take(
    _ selection: String, of text: String, _ name: String, invalid: InvalidPolicy = .error
  ) throws -> (text: String, starts: [Int], report: ExtractionReport?) {
    let reading = ReadingOptions(invalid: invalid, textOf: selection)
    let source = CorpusSource(files: [try folder.write(text.utf8, to: name)])
    let corpus = try CorpusEncoder(reading: reading).learn(source)
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    return (
      corpus.tokenizer.decode(ids), try corpus.tokens.documentStarts(),
      corpus.report?.extractions[0]
    )
  }

  @Test func escapesOfJSONAreDecoded() throws {
    let lines =
      #"{"id":1,"text":"\uccab\ub208 \ud83d\ude0a\n\"끝\""}"# + "\n"
      + #"{"text":"둘","x":{"text":[1]}}"#
    let (text, starts, report) = try take("text", of: lines, "a.jsonl")
    #expect(text.values == "첫눈 😊\n\"끝\"\n둘".values)
    #expect(starts == [0, 9])
    #expect(report?.documents == 2 && report?.withoutText == 0)
  }

  /// One value, an array of records over many lines, and records one after the other without a line feed.
  @Test(arguments: [
    ("[\n {\"t\": \"가\"},\n {\n\"t\": \"나}\"\n}\n]\n", "a.json"),
    ("{\"t\":\"가\"}{\"t\":\"나}\"}", "b.txt"),
    ("\u{1E}{\"t\":\"가\"}\r\n\r\n\u{1E}{\"t\":\"나}\"}\r\n", "c"),
  ])
  func recordsMayStandInAnyWay(text: String, name: String) throws {
    #expect(try take("t", of: text, name).text.values == "가\n나}".values)
  }

  @Test func aFieldMayBeWithinOthers() throws {
    let line = #"{"a.b":"point","a":{"b":"inner","c":{"d":7.50}}}"#
    #expect(try take("a.b", of: line, "a.jsonl").text == "point")
    #expect(try take("a.c.d", of: line, "a.jsonl").text == "7.5")
  }

  @Test func recordsWithoutTheFieldAreCounted() throws {
    let lines = "{\"t\":\"가\"}\n{\"t\":null}\n{\"u\":\"나\"}\n{\"t\":\"\"}\n"
    let report = try take("t", of: lines, "a.jsonl").report
    #expect(report?.documents == 4 && report?.withoutText == 3)
    let error = #expect(throws: TextError.self) { try take("v", of: lines, "b.jsonl") }
    #expect(error?.description.contains("\"v\", found the fields t") == true)
  }

  @Test func brokenRecordsAreToldByTheLine() throws {
    let lines = "{\"t\":\"가\"}\n{\"t\":가}\n{\"t\":\"나\"}\n"
    let error = #expect(throws: TextError.self) { try take("t", of: lines, "a.jsonl") }
    #expect(error?.description.contains("line 2: expected a record of JSON") == true)
    let (text, _, report) = try take("t", of: lines, "b.jsonl", invalid: .skip)
    #expect(text.values == "가\n나".values && report?.leftOut == 1)
    #expect(throws: TextError.self) { try take("t", of: "{\"t\":\"가\"}\n{\"t\":", "c.jsonl") }
    #expect(throws: TextError.self) { try take("t", of: "{\"t\":\"가\"}\nplain\n", "d.jsonl") }
  }

  @Test func columnsAreFoundByNameAndNumber() throws {
    let table = "id,text,label\r\n1,\"하나, \"\"둘\"\"\n셋\",0\r\n2,,1\r\n3,넷,0\r\n"
    let (text, starts, report) = try take("text", of: table, "a.csv")
    #expect(text.values == "하나, \"둘\"\n셋\n넷".values)
    #expect(starts == [0, 10])
    #expect(report?.documents == 3 && report?.withoutText == 1)
    #expect(try take("2", of: table, "b.csv").text.hasPrefix("text\n하나"))
    let error = #expect(throws: TextError.self) { try take("texts", of: table, "c.csv") }
    #expect(error?.description.contains("the columns id, text, label") == true)
    #expect(throws: TextError.self) { try take("text", of: "id,text\n1,\"가", "d.csv") }
  }

  /// Between tabs a lone quotation mark is a character.
  @Test func quotationMarksBetweenTabsAreText() throws {
    let table = "id\tdocument\n1\t\"그래\n2\t아 \"더빙\"\n3\t\"다 \"\"된\"\" 밥\"\n"
    #expect(
      try take("document", of: table, "a.tsv").text.values == "\"그래\n아 \"더빙\"\n다 \"된\" 밥".values)
    #expect(try take("B", of: "a;b\n1;가\n", "b.txt").text == "가")
  }

  @Test func pagesAreReadAsTheyAreSeen() throws {
    let page = """
      <!DOCTYPE html><html><head><title>무제</title><style>p { color: red }</style></head>
      <body><h1>첫 &amp; 둘</h1><p>첫&#45576;이   오던\n<b>밤</b>&nbsp;끝<br>줄</p><script>var a = "<p>";</script>
      <ul><li>하나<li>&#xB458;</ul><pre>a\n  b</pre></body></html>
      """
    #expect(
      try take("html", of: page, "a.html").text.values
        == "첫 & 둘\n첫눈이 오던 밤\u{A0}끝\n줄\n하나\n둘\na\n  b\n".values)
  }

  /// Parts of all lengths give the same as the whole, across the blocks of reading too.
  @Test func blocksMakeNoDifference() throws {
    let record = "{\"n\":1,\"t\":\"\(String(repeating: "가\\u0041\\\"", count: 4_001))\"}\n"
    let (text, starts, _) = try take("t", of: String(repeating: record, count: 7), "a.jsonl")
    let line = String(repeating: "가A\"", count: 4_001)
    #expect(text.values == (0..<7).map { _ in line }.joined(separator: "\n").values)
    #expect(starts == (0..<7).map { $0 * (3 * 4_001 + 1) })
  }

  @Test func whatHasNoFieldsIsTold() throws {
    let error = #expect(throws: TextError.self) {
      try take("text", of: "<html><p>가</html>", "a.html")
    }
    #expect(error?.description.contains("--text-of html") == true)
  }
}
