import Testing

@testable import GeulText

/// Tables as programs write them.
@Suite struct TableExtractorTests {
  /// Texts with everything in them that a writer of tables must quote.
  private static let texts = [
    "가\n나", "탭\t안", "\"인용\" 글", "평범", "쉼표, 글", "", "끝 \"", "\"시작", "여러\n\n줄 \"x\"\n끝", "한\"가운데\"글",
    "; | ,", " 앞뒤 ", "\"", "\"\"",
  ]

  /// The rows of all texts as Python's csv and others write them.
  private static func table(_ delimiter: String, rowEnd: String, textIsLast: Bool) -> String {
    func row(_ number: String, _ text: String) -> String {
      let isQuoted = text.contains { "\"\n\r,;\t|".contains($0) }
      let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      let field = isQuoted ? "\"\(doubled.joined(separator: "\"\""))\"" : text
      let fields = textIsLast ? [number, "0", field] : [number, field, "0"]
      return fields.joined(separator: delimiter) + rowEnd
    }
    let header = (textIsLast ? ["id", "label", "text"] : ["id", "text", "label"])
    let rows = (0..<200).map { row("\($0)", texts[$0 * 5 % texts.count]) }
    return header.joined(separator: delimiter) + rowEnd + rows.joined()
  }

  @Test(arguments: ["\t", ",", ";", "|"], [true, false])
  func quotedFieldsHoldAnything(delimiter: String, textIsLast: Bool) throws {
    let texts = (0..<200).map { Self.texts[$0 * 5 % Self.texts.count] }
    for (rowEnd, parts) in [("\n", 1 << 16), ("\r\n", 1 << 16), ("\n", 1), ("\r\n", 7)] {
      let table = Self.table(delimiter, rowEnd: rowEnd, textIsLast: textIsLast)
      let (documents, report) = try extract("text", of: table, "a.csv", parts: parts)
      #expect(documents.map(\.values) == texts.filter { !$0.isEmpty }.map(\.values))
      #expect(report.documents == 200)
    }
  }

  /// Between tabs, quotation marks are common that quote nothing, as in the ratings of films.
  @Test(arguments: [true, false])
  func loneQuotationMarksAreText(textIsLast: Bool) throws {
    let texts = ["\"아 진짜", "\"더빙\" 별로", "그래\"", "\" 하", "평범", "\"", "5\" 디스크", "\"가 \"나\" 다\""]
    let rows = (0..<400).map { texts[$0 * 3 % texts.count] }
    let lines = rows.map { textIsLast ? "1\t\($0)" : "1\t\($0)\t0" }
    let header = textIsLast ? "id\tdocument\n" : "id\tdocument\tlabel\n"
    let table = header + lines.joined(separator: "\n")
    for parts in [3, 1 << 16] {
      #expect(try extract("document", of: table, "a.tsv", parts: parts).documents == rows)
    }
  }

  /// A short row among lone quotation marks takes no other rows with it.
  @Test func aShortRowStandsForItself() throws {
    let table = "a\tb\tc\n1\t\"가\n2\t나\t0\n3\t\"다\t0\n4\t라\"\t0\n"
    let (documents, report) = try extract("b", of: table, "a.tsv")
    #expect(documents == ["\"가", "나", "\"다", "라\""])
    #expect(report.documents == 4)
  }

  @Test func rowsWithoutTheColumnAreCounted() throws {
    let (documents, report) = try extract("text", of: "id,text\n1,가\n2\n\n3,나\n4,\n", "a.csv")
    #expect(documents == ["가", "나"])
    #expect(report.documents == 4 && report.withoutText == 2)
  }

  @Test(arguments: [
    ("id,text\r1,\"가, 나\"\r2,다\r3,\"라\r마\"\r", ["가, 나", "다", "라\r마"]),
    ("id\ttext\r1\t가\r2\t나\r", ["가", "나"]),
    ("sep=;\nid;text\n1;\"가; 나\"\n2;다, 라\n", ["가; 나", "다, 라"]),
    ("\u{FEFF}sep=|\r\nid|text\r\n1|가\r\n", ["가"]),
    ("\u{FEFF}id, text \n1, 가\n", [" 가"]),
    ("id,text\n1,\"가 \"나\" 다\" \n2,\"라\" ,\n", ["가 \"나\" 다", "라"]),
  ])
  func dialectsAreKnown(table: String, texts: [String]) throws {
    for parts in [1, 4, 1 << 16] {
      let documents = try extract("text", of: table, "a.csv", parts: parts).documents
      #expect(documents.map(\.values) == texts.map(\.values), "in parts of \(parts)")
    }
  }

  @Test func anOpenQuotationMarkIsToldByItsLine() throws {
    let error = #expect(throws: TextError.self) {
      try extract("text", of: "id,text\n1,가\n2,\"나\n3,다\n", "a.csv")
    }
    #expect(error?.description.contains("line 3: expected a quotation mark that ends") == true)
  }

  /// A text is a table if its rows have as many fields as the first; a comma in prose has a space after it.
  @Test func tablesAreToldFromProse() {
    func columns(_ text: String) -> [String]? {
      TableShape(head: text.values, isWhole: true)?.columns
    }
    let prose = String(repeating: "비가 오는 날, 골목 끝 빵집에서 종이 울렸다.\n", count: 40)
    #expect(columns(prose) == nil)
    #expect(columns(String(repeating: "\"밤이네,\" 그가 말했다.\n", count: 40)) == nil)
    #expect(
      columns("라벨,글\n" + String(repeating: "1,\"비가 오는 날, 종이, 울렸다.\"\n", count: 40)) == ["글", "라벨"])
    #expect(
      columns("u\tn\n" + String(repeating: "http://x\t\"비가 오는 긴 날\n종이\"\n", count: 9)) == [
        "n", "u",
      ])
    #expect(columns(Self.table("\t", rowEnd: "\n", textIsLast: true))?.first == "text")
    #expect(columns("a,b\n1,2\n") == nil)
  }

  /// A quotation mark that nothing closes swallows no rows up to the next that one begins with.
  @Test(arguments: [
    ("id,text\n1,\"가\n2,나\n3,\"다\"\n", 2), ("text,id\r\n가,1\r\n\"나,2\r\n\"다\",3\r\n", 3),
  ])
  func anOpenQuotationMarkSwallowsNoRows(table: String, line: Int) throws {
    for parts in [1, 1 << 16] {
      let error = #expect(throws: TextError.self) {
        try extract("text", of: table, "a.csv", parts: parts)
      }
      #expect(
        error?.description.contains("line \(line): expected a quotation mark that ends") == true)
      #expect(error?.description.contains("twice") == true)
    }
  }

  /// Lines that no quotation mark closes cost no more than in proportion, and a quoted field after them is still read.
  @Test func readingOnInVainIsBounded() throws {
    let line = "\"가나다라 마바사"
    let table = "a\tb\n" + String(repeating: line + "\n", count: 20_000) + "1\t\"끝\n둘\"\n"
    let (documents, report) = try extract("a", of: table, "a.tsv")
    #expect(report.documents == 20_001 && documents.first == line && documents.last == "1")
    #expect(try extract("b", of: table, "a.tsv").documents == ["끝\n둘"])
  }

  /// An ending that says so makes a table of few rows, of long ones, and of some with commas too many.
  @Test func endingsAreBelievedUnlessRowsContradict() {
    func columns(_ text: String, isNamed: Bool, isWhole: Bool = true) -> [String]? {
      TableShape(head: text.values, isWhole: isWhole, isNamed: isNamed)?.columns
    }
    let long = "id,글\n1,\"" + String(repeating: "첫눈이 오던 밤, ", count: 900)
    let ragged = "id,글\n1,가\n2,나, 다\n3,라\n4,마\n5,바, 사\n"
    for (text, isWhole) in [("id,글\n1,가나\n", true), (long, false), (ragged, true)] {
      #expect(columns(text, isNamed: true, isWhole: isWhole)?.contains("글") == true)
      #expect(columns(text, isNamed: false, isWhole: isWhole) == nil)
    }
    #expect(columns("첫눈, 밤\n이 오던\n밤에\n", isNamed: true) == nil)
  }

  @Test func indentedLinesAreNoTable() {
    let text = String(repeating: "\t첫눈이 오던 밤.\n", count: 20)
    #expect(TableShape(head: text.values, isWhole: true) == nil)
  }

  /// The usual name counts where its column is not far shorter than another.
  @Test func theLikeliestColumnComesFirst() {
    let texts = "url,text\n" + String(repeating: "http://example.org/12345,첫눈이 오던 밤\n", count: 6)
    #expect(TableShape(head: texts.values, isWhole: true)?.columns == ["text", "url"])
    let long = String(repeating: "첫눈이 오던 밤 ", count: 9)
    let passages = "comment,passage\n" + String(repeating: "x,\(long)\n", count: 6)
    #expect(TableShape(head: passages.values, isWhole: true)?.columns == ["passage", "comment"])
  }
}
