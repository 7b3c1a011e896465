/// Escapes in strings of JSON that stand for one half of a surrogate pair, without the other: they are no character.
enum SurrogateEscapes {
  /// The first of them in a record in UTF-8, as it is written; nil without any.
  static func first(in record: [UInt8]) -> String? {
    var found: String?
    walk(record) { place in
      if found == nil { found = String(decoding: record[place..<place + 6], as: UTF8.self) }
    }
    return found
  }

  /// The record with U+FFFD for each of them, or without them, and how many there were.
  static func mended(
    _ record: [UInt8], _ policy: InvalidPolicy
  ) -> (record: [UInt8], count: Int) {
    var mended: [UInt8] = []
    var (start, count) = (0, 0)
    walk(record) { place in
      mended += record[start..<place]
      if policy == .replace { mended += Array("\\ufffd".utf8) }
      (start, count) = (place + 6, count + 1)
    }
    return (mended + record[start...], count)
  }

  /// Calls `body` with the place of each lone half.
  private static func walk(_ record: [UInt8], _ body: (Int) -> Void) {
    var place = 0
    while let next = record[place...].firstIndex(of: UInt8(ascii: "\\")) {
      guard let unit = unit(record, at: next), 0xD800...0xDFFF ~= unit else {
        place = min(next + 2, record.count)
        continue
      }
      if unit < 0xDC00, let low = self.unit(record, at: next + 6), 0xDC00...0xDFFF ~= low {
        place = next + 12
      } else {
        body(next)
        place = next + 6
      }
    }
  }

  /// The code unit of an escape `\uXXXX` at a place; nil if none stands there.
  private static func unit(_ record: [UInt8], at place: Int) -> UInt32? {
    guard place + 6 <= record.count, record[place] == UInt8(ascii: "\\"),
      record[place + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt32(String(decoding: record[place + 2..<place + 6], as: UTF8.self), radix: 16)
  }
}
