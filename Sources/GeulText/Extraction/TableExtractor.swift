/// Takes a column out of a table: fields with commas, semicolons, tabs or bars between, a row in each line.
///
/// A row is a document. A column that is a number, and no name in the first row, is counted from 1, and the first row is
/// then like any other.
struct TableExtractor: TextExtractor {
  private(set) var report = ExtractionReport()

  private let column: String
  private let file: String
  private var rows: any RowReader
  private var skipsPreamble: Bool

  init(column: String, file: String, head: [UInt32]) {
    self.column = column
    self.file = file
    let dialect = TableDialect(head)
    skipsPreamble = dialect.hasPreamble
    rows =
      dialect.delimiter == TableDialect.tab ? TabbedRows(dialect) : QuotedRows(dialect)
  }

  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError) {
    do {
      var position = 0
      while try rows.next(scalars, &position) { try takeRow(into: &output) }
    } catch {
      throw refusal(error)
    }
  }

  mutating func finish(into output: inout [UInt32]) throws(TextError) {
    do {
      while try rows.finish() { try takeRow(into: &output) }
    } catch {
      throw refusal(error)
    }
    guard report.documents == 0 || report.withoutText < report.documents else {
      throw .nothingToExtract(file: file, selection: column, found: "a column of empty fields")
    }
  }

  private mutating func takeRow(into output: inout [UInt32]) throws(TextError) {
    if skipsPreamble {
      skipsPreamble = false
      return
    }
    // A line without anything is no row.
    if rows.isBlank { return }
    if rows.wanted == nil {
      try findColumn(into: &output)
    } else {
      give(rows.row.first ?? [], to: &output)
    }
  }

  private mutating func findColumn(into output: inout [UInt32]) throws(TextError) {
    let row = rows.row
    let names = row.map { name in
      String(
        scalars: name.drop { $0 == 0xFEFF || $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
    }
    // Strings are compared as people see them, whatever their normal form.
    if let found = names.firstIndex(of: column)
      ?? names.firstIndex(where: { $0.lowercased() == column.lowercased() })
    {
      rows.wanted = (found, row.count)
      return
    }
    guard let number = Int(column), (1...names.count).contains(number) else {
      throw .nothingToExtract(
        file: file, selection: column,
        found: "the columns \(names.prefix(20).joined(separator: ", "))")
    }
    rows.wanted = (number - 1, row.count)
    give(row[number - 1], to: &output)
  }

  private mutating func give(_ text: [UInt32], to output: inout [UInt32]) {
    report.documents += 1
    guard !text.isEmpty else {
      report.withoutText += 1
      return
    }
    output += text
    output.append(TextExtraction.border)
  }

  /// What is told of a fault; what is thrown for another reason is passed on.
  private func refusal(_ error: any Error) -> TextError {
    let (line, expected, found, advice): (Int, String, String, String)
    switch error {
    case let error as TextError: return error
    case RowFault.openQuote(let opening):
      (line, expected, found, advice) = (
        opening, "a quotation mark that ends the field begun in this line", "none",
        "close the field, or write its quotation marks twice if they are text"
      )
    case RowFault.longField(let start):
      (line, expected, found, advice) = (
        start, "a field of at most \(RowFault.longestField >> 20) Mi characters", "a longer one",
        "mend the row"
      )
    default: preconditionFailure("expected a fault of a row, found \(error)")
    }
    return .brokenRecord(
      file: file, line: line, expected: expected, found: found, advice: advice)
  }
}
