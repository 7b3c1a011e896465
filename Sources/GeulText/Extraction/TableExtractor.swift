/// Takes a column out of a table: fields with commas, semicolons, tabs or bars between, a row in each line.
///
/// Fields in quotation marks may hold line feeds and doubled quotation marks (RFC 4180); between tabs, where texts with
/// lone quotation marks are common, a field ends with its line whatever it holds. A column that is a number, and no name
/// in the first row, is counted from 1, and the first row is then like any other.
struct TableExtractor: TextExtractor {
  private(set) var report = ExtractionReport()

  private let column: String
  private let file: String
  private let delimiter: UInt32
  /// The place of the column, once the first row is there.
  private var index: Int?
  private var field: [UInt32] = []
  private var row: [[UInt32]] = []
  private var place = 0
  private var isQuoted = false
  /// Whether the latest scalar of a quoted field was a quotation mark, which may end it or stand before another.
  private var isAfterQuote = false
  private var line = 1
  private var openingLine = 1

  init(column: String, file: String, head: [UInt32]) {
    self.column = column
    self.file = file
    delimiter = Self.delimiter(head)
  }

  mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) throws(TextError) {
    for scalar in scalars {
      if scalar == 0x0A { line += 1 }
      if isQuoted {
        if takeQuoted(scalar) { continue }
      } else if scalar == Self.quote, field.isEmpty, delimiter != Self.tab {
        (isQuoted, openingLine) = (true, line)
        continue
      }
      if scalar == delimiter {
        endField()
      } else if scalar == 0x0A {
        if field.last == 0x0D { field.removeLast() }
        endField()
        try endRow(into: &output)
      } else {
        if field.count < TextExtraction.longestRecord >> 4 {
          field.append(scalar)
        } else {
          throw tooLong
        }
      }
    }
  }

  mutating func finish(into output: inout [UInt32]) throws(TextError) {
    guard !isQuoted || isAfterQuote else { throw tooLong }
    if !field.isEmpty || place > 0 {
      endField()
      try endRow(into: &output)
    }
    guard report.documents == 0 || report.withoutText < report.documents else {
      throw .nothingToExtract(file: file, selection: column, found: "a column of empty fields")
    }
  }

  private static let quote: UInt32 = 0x22
  private static let tab: UInt32 = 0x09

  /// Takes a scalar of a quoted field; false for one that belongs to what comes after it.
  private mutating func takeQuoted(_ scalar: UInt32) -> Bool {
    if isAfterQuote {
      isAfterQuote = false
      if scalar != Self.quote {
        isQuoted = false
        return false
      }
      field.append(scalar)
    } else if scalar == Self.quote {
      isAfterQuote = true
    } else if field.count < TextExtraction.longestRecord >> 4 {
      field.append(scalar)
    }
    return true
  }

  private mutating func endField() {
    (isQuoted, isAfterQuote) = (false, false)
    // After the first row only one column is of interest.
    if index == nil || index == place {
      row.append(delimiter == Self.tab ? Self.unquoted(field) : field)
    }
    place += 1
    field.removeAll(keepingCapacity: true)
  }

  private mutating func endRow(into output: inout [UInt32]) throws(TextError) {
    defer {
      row.removeAll(keepingCapacity: true)
      place = 0
    }
    guard index != nil else { return try findColumn(into: &output) }
    // A line without anything is no row.
    if place == 1, row.first?.isEmpty ?? true, index != 0 { return }
    give(row.first ?? [], to: &output)
  }

  private mutating func findColumn(into output: inout [UInt32]) throws(TextError) {
    let names = row.map { String(scalars: $0.drop { $0 == 0xFEFF }) }
    if let found = names.firstIndex(where: {
      $0.unicodeScalars.elementsEqual(column.unicodeScalars)
    })
      ?? names.firstIndex(where: { $0.lowercased() == column.lowercased() })
    {
      index = found
      return
    }
    guard let number = Int(column), (1...names.count).contains(number) else {
      throw .nothingToExtract(
        file: file, selection: column,
        found: "the columns \(names.prefix(20).joined(separator: ", "))")
    }
    index = number - 1
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

  private var tooLong: TextError {
    .brokenRecord(
      file: file, line: openingLine, expected: "a quotation mark that ends the field",
      found: "none", advice: "mend the row")
  }

  /// A field between tabs that a table program has put into quotation marks, without them.
  private static func unquoted(_ field: [UInt32]) -> [UInt32] {
    guard field.count >= 2, field.first == quote, field.last == quote else { return field }
    var text: [UInt32] = []
    var inner = field[1..<field.count - 1]
    while let scalar = inner.popFirst() {
      if scalar == quote, inner.popFirst() != quote { return field }
      text.append(scalar)
    }
    return text
  }

  /// What stands most often between the fields of the first row.
  private static func delimiter(_ head: [UInt32]) -> UInt32 {
    var counts: [UInt32: Int] = [:]
    var isQuoted = false
    for scalar in head {
      if scalar == quote { isQuoted.toggle() }
      if scalar == 0x0A, !isQuoted { break }
      if !isQuoted { counts[scalar, default: 0] += 1 }
    }
    let candidates: [UInt32] = [tab, 0x2C, 0x3B, 0x7C]
    return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0x2C
  }
}
