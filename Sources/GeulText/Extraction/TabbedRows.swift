/// Rows with tabs between their fields, where texts with lone quotation marks are common: a quotation mark begins a quoted
/// field only if that makes a row of the right number of fields.
///
/// A line that has it as it stands, is a row. One that has not, and whose last field begins with a quotation mark that
/// nothing closes, is read on to where one closes it, unless a line before that is a row by itself; so is one whose last
/// column begins so if the next line does not have the number of fields. Where no row comes of that the line is taken as it stands.
/// Every time that nothing comes of it, the next is read on for half as far, so that the cost stays in proportion to the text.
struct TabbedRows: RowReader {
  private(set) var row: [[UInt32]] = []
  private(set) var count = 0
  private(set) var isBlank = true
  private(set) var line = 1
  var wanted: (place: Int, count: Int)?

  /// The most that is read on for, in scalars, and the least after many times in vain.
  private static let (longestRow, shortestReach) = (1 << 18, 1 << 10)

  private let dialect: TableDialect
  /// Lines that may belong to one row, each with its end; the last may be without.
  private var lines: [[UInt32]] = []
  /// Whether the last of ``lines`` goes on.
  private var isOpen = false
  private var isAtEnd = false
  /// Lines before ``lines``.
  private var linesBefore = 0
  /// The reading of ``lines`` with quotation marks that quote, and how many of them it has been given.
  private var quoted: QuotedRows?
  private var read = 0
  /// Scalars of those lines.
  private var readSize = 0
  /// How far is read on at present.
  private var reach = longestRow

  init(_ dialect: TableDialect) { self.dialect = dialect }

  mutating func next(_ scalars: [UInt32], _ position: inout Int) throws(RowFault) -> Bool {
    if take() { return true }
    while position < scalars.count {
      let end = scalars[position...].firstIndex(of: dialect.rowEnd).map { $0 + 1 }
      let part = scalars[position..<(end ?? scalars.count)]
      if isOpen { lines[lines.count - 1] += part } else { lines.append(Array(part)) }
      isOpen = end == nil
      position = end ?? scalars.count
      guard lines[lines.count - 1].count <= RowFault.longestField else {
        throw .longField(line: linesBefore + lines.count)
      }
      if take() { return true }
    }
    return false
  }

  mutating func finish() -> Bool {
    (isOpen, isAtEnd) = (false, true)
    return take()
  }

  /// Takes a row of the lines that are there; false if more are needed.
  private mutating func take() -> Bool {
    let complete = isOpen ? lines.count - 1 : lines.count
    guard complete > 0 else { return false }
    let fields = Self.fields(content(of: lines[0]))
    guard let wanted, let opening = fields.first(where: Self.opens) else { return give(fields) }
    if fields.count == wanted.count {
      // A row by itself, unless its last field goes on in a line that is none.
      if opening.startIndex != fields[fields.count - 1].startIndex { return give(fields) }
      guard complete > 1 else { return isAtEnd ? give(fields) : false }
      if Self.fields(content(of: lines[1])).count == wanted.count { return give(fields) }
    }
    switch readQuoted(complete, wanted) {
    case .row(let row, let count) where count == wanted.count:
      (isBlank, reach) = (false, Self.longestRow)
      give(row: row, of: count, lines: read)
      return true
    case .open where !isAtEnd: return false
    case .row, .open, .refuted:
      reach = max(reach / 2, Self.shortestReach)
      return give(fields)
    }
  }

  /// What becomes of the lines where quotation marks quote.
  private enum QuotedReading {
    case row([[UInt32]], count: Int)
    /// A field goes on in the next line.
    case open
    /// A line within the field is a row by itself or begins a field, or the field goes on for too long.
    case refuted
  }

  private mutating func readQuoted(
    _ complete: Int, _ wanted: (place: Int, count: Int)
  ) -> QuotedReading {
    if quoted == nil {
      quoted = QuotedRows(dialect)
      quoted?.wanted = wanted
    }
    while read < complete {
      var position = 0
      read += 1
      readSize += lines[read - 1].count
      do throws(RowFault) {
        if try quoted?.next(lines[read - 1], &position) == true { return quotedRow }
      } catch {
        return .refuted
      }
      guard readSize <= reach else { return .refuted }
      let fields = Self.fields(content(of: lines[read - 1]))
      if read > 1, fields.count == wanted.count { return .refuted }
    }
    // Without a line feed at its end the last row ends with the file.
    guard isAtEnd else { return .open }
    do { return try quoted?.finish() == true ? quotedRow : .open } catch { return .open }
  }

  private var quotedRow: QuotedReading {
    quoted.map { .row($0.row, count: $0.count) } ?? .open
  }

  /// Gives the first line as it stands.
  private mutating func give(_ fields: [ArraySlice<UInt32>]) -> Bool {
    isBlank = fields.count == 1 && fields[0].isEmpty
    let kept = wanted.map { $0.place < fields.count ? [fields[$0.place]] : [] } ?? fields
    give(row: kept.map(Self.unquoted), of: fields.count, lines: 1)
    return true
  }

  private mutating func give(row: [[UInt32]], of count: Int, lines used: Int) {
    (self.row, self.count) = (row, count)
    line = linesBefore + 1
    linesBefore += used
    lines.removeFirst(used)
    (quoted, read, readSize) = (nil, 0, 0)
  }

  /// A line without its end.
  private func content(of line: [UInt32]) -> ArraySlice<UInt32> {
    var content = line[...]
    if content.last == dialect.rowEnd { content.removeLast() }
    if content.last == TableDialect.carriageReturn { content.removeLast() }
    return content
  }

  private static func fields(_ line: ArraySlice<UInt32>) -> [ArraySlice<UInt32>] {
    line.split(separator: TableDialect.tab, omittingEmptySubsequences: false)
  }

  /// Whether a field begins with a quotation mark that it does not close.
  private static func opens(_ field: ArraySlice<UInt32>) -> Bool {
    field.first == TableDialect.quote && !isClosed(field)
  }

  /// Whether a field is in quotation marks, with all within it doubled.
  private static func isClosed(_ field: ArraySlice<UInt32>) -> Bool {
    guard field.count >= 2, field.first == TableDialect.quote, field.last == TableDialect.quote
    else { return false }
    var inner = field.dropFirst().dropLast()
    while let scalar = inner.popFirst() {
      if scalar == TableDialect.quote, inner.popFirst() != TableDialect.quote { return false }
    }
    return true
  }

  /// A field without the quotation marks that a table program has put it in.
  private static func unquoted(_ field: ArraySlice<UInt32>) -> [UInt32] {
    guard isClosed(field) else { return Array(field) }
    var text: [UInt32] = []
    var inner = field.dropFirst().dropLast()
    while let scalar = inner.popFirst() {
      if scalar == TableDialect.quote { inner.removeFirst() }
      text.append(scalar)
    }
    return text
  }
}
