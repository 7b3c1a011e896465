/// How a table is written: what stands between its fields, and what ends its rows.
struct TableDialect: Equatable {
  /// What stands between fields.
  var delimiter: UInt32
  /// What ends rows: a line feed, or where there is none, a carriage return.
  var rowEnd: UInt32
  /// Whether the first line does not belong to the table but says what the delimiter is, as some programs write it.
  var hasPreamble: Bool

  static let quote: UInt32 = 0x22
  static let tab: UInt32 = 0x09
  static let carriageReturn: UInt32 = 0x0D
  static let lineFeed: UInt32 = 0x0A

  /// The dialect of a table that begins with `head`.
  init(_ head: [UInt32]) {
    rowEnd =
      head.contains(Self.lineFeed) || !head.contains(Self.carriageReturn)
      ? Self.lineFeed : Self.carriageReturn
    let front = head.drop { $0 == 0xFEFF }.prefix(6)
    let words = String(scalars: front.prefix(4)).lowercased()
    if words == "sep=", let named = front.dropFirst(4).first, front.count == 6,
      front.last == Self.carriageReturn || front.last == Self.lineFeed
    {
      (delimiter, hasPreamble) = (named, true)
    } else {
      (delimiter, hasPreamble) = (Self.commonest(in: head), false)
    }
  }

  /// What stands most often between the fields of the first row.
  private static func commonest(in head: [UInt32]) -> UInt32 {
    var counts: [UInt32: Int] = [:]
    var isQuoted = false
    for scalar in head {
      if scalar == quote { isQuoted.toggle() }
      if scalar == lineFeed || scalar == carriageReturn, !isQuoted { break }
      if !isQuoted { counts[scalar, default: 0] += 1 }
    }
    let candidates: [UInt32] = [tab, 0x2C, 0x3B, 0x7C]
    return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0x2C
  }
}
