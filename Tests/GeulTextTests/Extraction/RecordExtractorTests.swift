import Testing

@testable import GeulText

/// Records of JSON that are broken, and fields behind arrays.
@Suite struct RecordExtractorTests {
  /// Half a surrogate pair is no character; what is escaped itself is no escape.
  @Test(arguments: [(InvalidPolicy.replace, "가\u{FFFD}!"), (.skip, "가!")])
  func loneSurrogatesLeaveTheirRecord(policy: InvalidPolicy, text: String) throws {
    let lines = #"{"t":"가\ud83d!"}"# + "\n" + #"{"t":"\\ud83d \ud83d\ude0a"}"# + "\n"
    for parts in [1, 5, 1 << 16] {
      let (documents, report) = try extract(
        "t", of: lines, "a.jsonl", invalid: policy, parts: parts)
      #expect(documents == [text, "\\ud83d 😊"])
      #expect(report.documents == 2 && report.leftOut == 0 && report.loneSurrogates == 1)
    }
    let error = #expect(throws: TextError.self) { try extract("t", of: lines, "a.jsonl") }
    #expect(
      error?.description.contains("line 1: expected escapes of surrogates in pairs, found \\ud83d")
        == true)
  }

  /// What is wrong with a line is wrong with it alone, and told in words of ours.
  @Test(arguments: [
    (#"{"t":"열린"#, "without its closing quotation mark"), (#"{"t":"\x"}"#, "an escape"),
    ("{\"t\":\"\t\"}", "a control character"), ("[1, 2]", "no object"), ("junk", "no value"),
    (#"{"t":tru}"#, "true, false and null"), (#"{"t":01}"#, "a number"), (#"{"t":"가""#, "no value"),
  ])
  func aBrokenLineIsLeftOut(line: String, found: String) throws {
    let lines = "{\"t\":\"하나\"}\n\(line)\n{\"t\":\"둘\"}\n"
    let error = #expect(throws: TextError.self) { try extract("t", of: lines, "a.jsonl") }
    let message = error?.description ?? ""
    #expect(message.contains("line 2: expected a record of JSON, found "), "\(message)")
    #expect(message.contains(found) && message.contains("--invalid skip"), "\(message)")
    let (documents, report) = try extract("t", of: lines, "a.jsonl", invalid: .skip, parts: 3)
    #expect(documents == ["하나", "둘"])
    #expect(report.leftOut == 1 && report.documents == 3)
  }

  /// Of what nobody can read on after, no part is taken for the whole.
  @Test(arguments: [
    ("[{\"t\":\"가\"},\n{\"t\":\"나\"}", 2, "the ] that ends the array"),
    ("[{\"t\":\"가\"},\n{\"t\":\"나\"", 2, "the end of the record"),
    ("{\n\"t\":\"가\"\n}\n{\n\"t\":\"나\n}\n", 4, "the end of the record"),
  ])
  func aCutFileIsRefused(text: String, line: Int, expected: String) throws {
    for policy in InvalidPolicy.allCases {
      let error = #expect(throws: TextError.self) {
        try extract("t", of: text, "a.json", invalid: policy)
      }
      let message = error?.description ?? ""
      #expect(message.contains("line \(line): expected \(expected), found the end"), "\(message)")
      #expect(!message.contains("--invalid"), "\(message)")
    }
  }

  @Test func whatStandsBetweenRecordsIsLeftOut() throws {
    let text = "{\n\"t\":\"가\"\n}\njunk, more\n{\n\"t\":\"나\"}"
    let error = #expect(throws: TextError.self) { try extract("t", of: text, "a.json") }
    #expect(error?.description.contains("line 4: expected a record") == true)
    let (documents, report) = try extract("t", of: text, "a.json", invalid: .skip)
    #expect(documents == ["가", "나"] && report.leftOut == 1)
  }

  private static let nested = """
    {"data": [
      {"title": "x", "paragraphs": [{"context": "하나"}, {"context": "둘"}, {"context": ""}]},
      {"paragraphs": [{"context": "셋"}], "lines": ["넷", "다섯", null, 6], "mixed": [["일곱"], "여덟"]}
    ]}
    """

  /// Elements that are objects are documents, and elements that are strings are lines of one.
  @Test(arguments: [
    ("data.paragraphs.context", ["하나", "둘", "셋"]), ("data.lines", ["넷\n다섯\n6"]),
    ("data.title", ["x"]), ("data.mixed", ["일곱", "여덟"]),
  ])
  func aWayLeadsThroughArrays(field: String, documents: [String]) throws {
    #expect(try extract(field, of: Self.nested).documents == documents)
  }

  @Test func anObjectIsNoText() throws {
    let error = #expect(throws: TextError.self) { try extract("data", of: Self.nested) }
    #expect(
      error?.description.contains(
        "found an object of title, paragraphs; name what is in it, such as --text-of data.title")
        == true)
  }

  @Test func severalRecordsMayShareALine() throws {
    let lines = "{\"t\":\"가\"}{\"t\":\"나\"} {\"t\":\"}{\"}\n{\"t\":\"다\"}\n"
    #expect(try extract("t", of: lines).documents == ["가", "나", "}{", "다"])
  }

  /// 제목 in conjoining jamo and in syllables is the same key.
  @Test func keysAreFoundInAnyNormalForm() throws {
    let jamo = NormalizationForm.nfd.normalize("제목")
    for (key, field) in [("제목", jamo), (jamo, "제목"), (jamo, jamo)] {
      #expect(try extract(field, of: "{\"\(key)\":\"가\"}\n").documents == ["가"])
      #expect(try extract(field, of: "id,\(key)\n1,가\n", "a.csv").documents == ["가"])
    }
  }

  /// Nothing in an empty object could be meant instead; keys may hold anything.
  @Test func emptyObjectsAndOddKeysAreTold() throws {
    let (documents, report) = try extract("t", of: "{\"t\":{}}\n{\"t\":[{}]}\n{\"t\":\"가\"}\n")
    #expect(documents == ["가"] && report.documents == 3 && report.withoutText == 2)
    for (key, told) in [(",", "an object of ,;"), ("a, b", "--text-of t.a, b")] {
      let error = #expect(throws: TextError.self) {
        try extract("t", of: "{\"t\":{\"\(key)\":1}}\n")
      }
      #expect(error?.description.contains(told) == true)
    }
  }

  /// To leave out every element of an array would help nobody.
  @Test func anArrayOfStringsIsNoArrayOfRecords() throws {
    let text = "[\"가\",\n\"나\"]"
    let error = #expect(throws: TextError.self) { try extract("t", of: text, "a.json") }
    let message = error?.description ?? ""
    #expect(message.contains("line 1: expected a record, which begins with {, found a string"))
    #expect(message.contains("{\"text\": \"…\"}") && !message.contains("--invalid"))
    let skipping = #expect(throws: TextError.self) {
      try extract("t", of: text, "a.json", invalid: .skip)
    }
    #expect(skipping?.description.contains("found nothing that is a record") == true)
  }
}
