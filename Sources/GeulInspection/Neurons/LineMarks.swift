/// What a place is within its line.
enum LineMarks {
  private static let feed: UInt32 = 0x0A
  private static let longestName = 40

  /// Characters since the last line feed.
  static func position(in text: [UInt32]) -> [Double?] {
    var place = -1
    return text.map { scalar in
      place = scalar == feed ? -1 : place + 1
      return Double(place + 1)
    }
  }

  /// Characters to the next line feed; nil behind the last, whose line goes on.
  static func remaining(in text: [UInt32]) -> [Double?] {
    var left: Int?
    return text.reversed().map { scalar -> Double? in
      left = scalar == feed ? 0 : left.map { $0 + 1 }
      return left.map(Double.init)
    }.reversed()
  }

  /// Whether only blanks stand before and at it; empty lines have none.
  static func indentation(in text: [UInt32]) -> [Double?] {
    var isBefore = true
    return text.map { scalar in
      if scalar == feed {
        isBefore = true
        return 0
      }
      isBefore = isBefore && (scalar == 0x20 || scalar == 0x09)
      return isBefore ? 1 : 0
    }
  }

  /// Whether a comment has begun and not ended. An address's `://` begins none.
  static func comments(in text: [UInt32]) -> [Double?] {
    enum Comment { case line, block }
    var open: Comment?
    return text.indices.map { place in
      let (scalar, before) = (text[place], place > 0 ? text[place - 1] : 0)
      switch open {
      case .line: if scalar == feed { open = nil }
      case .block: if scalar == 0x2F, before == 0x2A { open = nil }
      case nil:
        let isAddress = place > 1 && text[place - 2] == 0x3A
        if scalar == 0x23 || (scalar == 0x2F && before == 0x2F && !isAddress) {
          open = .line
        } else if scalar == 0x2A, before == 0x2F {
          open = .block
        }
      }
      return open == nil ? 0 : 1
    }
  }

  /// Whether the line is a short one that ends in a colon.
  static func speakers(in text: [UInt32]) -> [Double?] {
    text.split(separator: feed, omittingEmptySubsequences: false).flatMap { line -> [Double?] in
      let isName = line.last == 0x3A && line.count <= longestName
      // The line feed before a name belongs to no name.
      return [Double?](repeating: isName ? 1 : 0, count: line.count) + [0]
    }.dropLast()
  }
}
