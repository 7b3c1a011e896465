/// The columns of a text that is a table.
package struct TableShape: Equatable, Sendable {
  /// Their names, or what stands for them in the first row: those whose text may be meant first.
  package let columns: [String]

  /// Fewer rows show nothing, unless the file's ending says that it is a table.
  private static let fewestRows = 5
  /// A column of the usual name is offered first if it holds at least one in so many characters of the longest.
  private static let shortestShare = 8
  /// What columns of texts are usually called.
  private static let usual: Set = [
    "text", "document", "content", "contents", "body", "sentence", "review", "comment", "message",
    "본문", "내용", "문장", "텍스트", "리뷰", "댓글",
  ]

  /// The shape of a text that begins with `head`, which is all of it if `isWhole`; nil for what is no table.
  ///
  /// In a table nearly every row has as many fields as the first, and not all rows begin with an empty one, as indented
  /// lines do. Prose with a comma in every line has a space after it. Where the file's ending says that it is a table
  /// (`isNamed`) it is one unless most of its rows contradict.
  package init?(head: [UInt32], isWhole: Bool, isNamed: Bool = false) {
    let dialect = TableDialect(head)
    var readings: [any RowReader] = [QuotedRows(dialect)]
    if dialect.delimiter == TableDialect.tab { readings.append(TabbedRows(dialect)) }
    for reading in readings {
      var rows = Self.rows(of: head, reading, isWhole: isWhole)
      if dialect.hasPreamble { rows.removeFirst(min(1, rows.count)) }
      guard isNamed ? Self.mayBeTable(rows) : Self.areTable(rows, dialect) else { continue }
      columns = Self.names(rows)
      return
    }
    return nil
  }

  private static func rows(
    of head: [UInt32], _ reading: any RowReader, isWhole: Bool
  ) -> [[[UInt32]]] {
    var (reading, position, rows) = (reading, 0, [[[UInt32]]]())
    do {
      while try reading.next(head, &position) {
        if !reading.isBlank { rows.append(reading.row) }
      }
      while isWhole, try reading.finish() {
        if !reading.isBlank { rows.append(reading.row) }
      }
    } catch {
      // What cannot be read on shows no more rows.
    }
    return rows
  }

  private static func mayBeTable(_ rows: [[[UInt32]]]) -> Bool {
    guard let first = rows.first, first.count > 1 else { return false }
    return rows.count(where: { $0.count == first.count }) * 2 >= rows.count
  }

  private static func areTable(_ rows: [[[UInt32]]], _ dialect: TableDialect) -> Bool {
    guard rows.count >= fewestRows, let first = rows.first, first.count > 1 else { return false }
    guard rows.count(where: { $0.count == first.count }) * 20 >= rows.count * 19 else {
      return false
    }
    guard rows.contains(where: { !$0[0].isEmpty }) else { return false }
    guard first.count == 2, dialect.delimiter != TableDialect.tab else { return true }
    let spaced = rows.count { $0.last?.first == 0x20 }
    return spaced * 10 <= rows.count
  }

  private static func names(_ rows: [[[UInt32]]]) -> [String] {
    let header = rows[0].map { name in String(scalars: name.filter { $0 != 0xFEFF && $0 != 0x0D }) }
    let lengths = header.indices.map { column in
      rows.dropFirst().reduce(0) { $0 + (column < $1.count ? $1[column].count : 0) }
    }
    let longest = lengths.max() ?? 0
    let areUsual = header.indices.map {
      usual.contains(header[$0].lowercased()) && lengths[$0] * shortestShare >= longest
    }
    let order = header.indices.sorted { left, right in
      let isUsual = (areUsual[left], areUsual[right])
      return isUsual.0 == isUsual.1 ? lengths[left] > lengths[right] : isUsual.0
    }
    return order.map { header[$0] }
  }
}
