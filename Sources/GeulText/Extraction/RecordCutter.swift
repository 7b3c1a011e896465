/// Cuts a text into records of JSON while its scalars arrive: where their braces close, or line by line.
struct RecordCutter {
  /// What was cut off.
  enum Piece {
    /// A record, which ``record`` holds until the next call.
    case record
    /// What stands where a record should begin: its first character.
    case stray(UInt32)
    /// A record that is too long to be one.
    case tooLong
  }

  /// Whether each line is a record, so that what is wrong with one is wrong with its line alone.
  let isByLine: Bool
  /// The record at hand, in UTF-8.
  private(set) var record: [UInt8] = []
  /// The line in which it begins.
  private(set) var line = 1
  /// Whether an array that holds the records has begun and not ended.
  private(set) var isInArray = false

  private var currentLine = 1
  /// Braces and brackets that are open in the record; 0 between records.
  private var depth = 0
  private var isInString = false
  private var followsBackslash = false
  /// Whether the record was handed out, and the next begins anew.
  private var isDone = false
  private var isStray = false

  init(isByLine: Bool) { self.isByLine = isByLine }

  /// Whether the text that begins with `head` has a record in each line: the first is whole, or the file's ending says so
  /// and the second line begins like one.
  static func isByLine(_ head: [UInt32], _ format: StructuredFormat?) -> Bool {
    let lines = head.split(separator: 0x0A, maxSplits: 2).map { $0.drop(while: isBetween) }
    guard let first = lines.first, first.first == openBrace else { return false }
    let isWhole = first.last { !isBetween($0) } == closeBrace
    let goesOn = lines.count == 1 ? head.count > 4096 : lines[1].first == openBrace
    return isWhole || format == .jsonLines && goesOn
  }

  /// The next piece of scalars from `position` on, which moves behind it; nil once more are needed.
  mutating func next(_ scalars: [UInt32], _ position: inout Int) -> Piece? {
    if isDone {
      record.removeAll(keepingCapacity: true)
      isDone = false
    }
    return isByLine ? nextLine(scalars, &position) : nextClosed(scalars, &position)
  }

  /// What is left at the end of the text; nil if that is nothing.
  mutating func rest() -> Piece? {
    if isDone { record.removeAll() }
    return record.isEmpty ? nil : .record
  }

  private mutating func nextLine(_ scalars: [UInt32], _ position: inout Int) -> Piece? {
    while position < scalars.count {
      if record.isEmpty {
        let start = scalars[position...].firstIndex { !Self.isBetween($0) || $0 == Self.lineFeed }
        position = start ?? scalars.count
        guard start != nil else { break }
        line = currentLine
      }
      let end = scalars[position...].firstIndex(of: Self.lineFeed)
      UTF8Encoding.append(scalars[position..<(end ?? scalars.count)], into: &record)
      position = end.map { $0 + 1 } ?? scalars.count
      if end != nil { currentLine += 1 }
      if record.count > TextExtraction.longestRecord { return .tooLong }
      if end != nil, !record.isEmpty { return done() }
    }
    return nil
  }

  private mutating func nextClosed(_ scalars: [UInt32], _ position: inout Int) -> Piece? {
    var start = position
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      if scalar == Self.lineFeed { currentLine += 1 }
      if depth == 0 {
        if let stray = takeBetween(scalar) { return stray }
        start = position - 1
      } else if closes(scalar) {
        UTF8Encoding.append(scalars[start..<position], into: &record)
        return done()
      }
    }
    if depth > 0 {
      UTF8Encoding.append(scalars[start...], into: &record)
      if record.count > TextExtraction.longestRecord { return .tooLong }
    }
    return nil
  }

  private mutating func done() -> Piece {
    isDone = true
    return .record
  }

  /// Takes a scalar between records, with which one may begin; a piece for the first that may not stand there.
  private mutating func takeBetween(_ scalar: UInt32) -> Piece? {
    switch scalar {
    case Self.openBrace:
      (depth, line) = (1, currentLine)
      isStray = false
    case 0x2C where isInArray: break
    case 0x5D where isInArray: isInArray = false
    case 0x5B where !isInArray: isInArray = true
    case _ where Self.isBetween(scalar) || isStray: break
    default:
      line = currentLine
      isStray = true
      return .stray(scalar)
    }
    return nil
  }

  /// Whether the record at hand ends with a scalar.
  private mutating func closes(_ scalar: UInt32) -> Bool {
    if isInString {
      if followsBackslash {
        followsBackslash = false
      } else if scalar == 0x5C {
        followsBackslash = true
      } else if scalar == 0x22 {
        isInString = false
      }
      return false
    }
    switch scalar {
    case 0x22: isInString = true
    case Self.openBrace, 0x5B: depth += 1
    case Self.closeBrace, 0x5D: depth -= 1
    default: break
    }
    return depth == 0
  }

  private static let openBrace: UInt32 = 0x7B
  private static let closeBrace: UInt32 = 0x7D
  private static let lineFeed: UInt32 = 0x0A

  /// Whether a scalar may stand between records: white space, a byte order mark, or what RFC 7464 begins records with.
  private static func isBetween(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x09, lineFeed, 0x0D, 0xFEFF, 0x1E: true
    default: false
    }
  }
}
