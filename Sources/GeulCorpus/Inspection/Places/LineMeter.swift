import GeulText

/// A line and its length.
public struct LineLength: Equatable, Sendable {
  /// The file, counted from 0.
  public let file: Int
  /// The line, from 1.
  public let line: Int
  /// Its scalars, without the line's end.
  public let scalars: Int
}

/// Counts the lines of a file, the ways they end, and finds the longest.
struct LineMeter: Sendable {
  private(set) var newlines = NewlineCounts()
  private(set) var longest: LineLength?
  private let file: Int
  /// Lines that have ended.
  private(set) var lines = 0
  private var length = 0
  private var followsReturn = false

  init(file: Int = 0) { self.file = file }

  /// Takes the next block.
  mutating func append(_ block: UnsafeBufferPointer<UInt32>) {
    var start = 0
    var position = 0
    while position < block.count {
      let scalar = block[position]
      guard scalar == 0x0A || scalar == 0x0D else {
        // Editors and compilers do not count a line for these two.
        newlines.nextLines += scalar == 0x85 ? 1 : 0
        newlines.lineSeparators += scalar == 0x2028 ? 1 : 0
        position += 1
        continue
      }
      let follows = position > 0 ? block[position - 1] == 0x0D : followsReturn
      if scalar == 0x0A && follows {
        newlines.carriageReturns -= 1
        newlines.pairs += 1
      } else {
        length += position - start
        endLine()
        if scalar == 0x0A { newlines.lineFeeds += 1 } else { newlines.carriageReturns += 1 }
      }
      position += 1
      start = position
    }
    length += block.count - start
    if let last = block.last { followsReturn = last == 0x0D }
  }

  /// Ends the file: its last line counts too, though nothing ends it.
  mutating func finish() {
    if length > 0 { endLine() }
  }

  private mutating func endLine() {
    lines += 1
    if length > longest?.scalars ?? -1 {
      longest = LineLength(file: file, line: lines, scalars: length)
    }
    length = 0
  }
}
