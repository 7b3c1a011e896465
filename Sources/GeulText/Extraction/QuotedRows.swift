/// Rows whose fields may stand in quotation marks, and then hold line ends, delimiters and doubled quotation marks
/// (RFC 4180).
///
/// A quotation mark in such a field that is neither doubled nor followed by the end of the field is a character like others.
/// If it begins what would be a field in a later line, though, the field before has no end, and rows would be lost in it.
struct QuotedRows: RowReader {
  private(set) var row: [[UInt32]] = []
  private(set) var count = 0
  private(set) var isBlank = true
  private(set) var line = 1
  var wanted: (place: Int, count: Int)?

  private let dialect: TableDialect
  private var field: [UInt32] = []
  private var isQuoted = false
  /// Whether the latest scalar of a quoted field was a quotation mark, which may end it or stand before another.
  private var isAfterQuote = false
  /// Spaces after that.
  private var spaces = 0
  private var isDone = true
  private var currentLine = 1
  private var openingLine = 1

  init(_ dialect: TableDialect) { self.dialect = dialect }

  mutating func next(_ scalars: [UInt32], _ position: inout Int) throws(RowFault) -> Bool {
    begin()
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      if scalar == dialect.rowEnd { currentLine += 1 }
      if isQuoted {
        if try takeQuoted(scalar) { continue }
      } else if scalar == TableDialect.quote, field.isEmpty {
        (isQuoted, openingLine) = (true, currentLine)
        continue
      }
      if scalar == dialect.delimiter {
        endField()
      } else if scalar == dialect.rowEnd {
        if field.last == TableDialect.carriageReturn { field.removeLast() }
        endField()
        isDone = true
        return true
      } else {
        try append(scalar)
      }
    }
    return false
  }

  mutating func finish() throws(RowFault) -> Bool {
    begin()
    guard !isQuoted || isAfterQuote else { throw .openQuote(line: openingLine) }
    guard !field.isEmpty || count > 0 || isAfterQuote else { return false }
    endField()
    isDone = true
    return true
  }

  private mutating func begin() {
    guard isDone else { return }
    row.removeAll(keepingCapacity: true)
    (count, isBlank, line, isDone) = (0, true, currentLine, false)
  }

  private mutating func append(_ scalar: UInt32) throws(RowFault) {
    guard field.count < RowFault.longestField else {
      throw isQuoted ? .openQuote(line: openingLine) : .longField(line: line)
    }
    field.append(scalar)
  }

  /// Takes a scalar of a quoted field; false for one that comes after it.
  private mutating func takeQuoted(_ scalar: UInt32) throws(RowFault) -> Bool {
    guard isAfterQuote else {
      if scalar == TableDialect.quote { isAfterQuote = true } else { try append(scalar) }
      return true
    }
    if scalar == dialect.delimiter || scalar == dialect.rowEnd {
      isQuoted = false
      return false
    }
    if scalar == 0x20 || scalar == TableDialect.carriageReturn {
      spaces += scalar == 0x20 ? 1 : 0
      return true
    }
    // Of a doubled quotation mark one is meant; any other was no end.
    let isDoubled = scalar == TableDialect.quote && spaces == 0
    if !isDoubled, currentLine > openingLine, beginsField { throw .openQuote(line: openingLine) }
    if !isDoubled { try append(TableDialect.quote) }
    for _ in 0..<spaces { try append(0x20) }
    (isAfterQuote, spaces) = (scalar == TableDialect.quote && !isDoubled, 0)
    if !isAfterQuote { try append(scalar) }
    return true
  }

  /// Whether what comes next in a quoted field stands where a field would begin.
  private var beginsField: Bool {
    field.last == dialect.delimiter || field.last == dialect.rowEnd
  }

  private mutating func endField() {
    isBlank = isBlank && count == 0 && field.isEmpty && !isAfterQuote
    (isQuoted, isAfterQuote, spaces) = (false, false, 0)
    if wanted.map({ $0.place == count }) ?? true { row.append(field) }
    count += 1
    field.removeAll(keepingCapacity: true)
  }
}
