/// Finds byte offset and line of any scalar of the block at hand.
///
/// One pass over a block sums up groups of 256 scalars; a place is then looked up from its group's
/// beginning. The same pass notes which groups hold U+0080 to U+00FF, where mojibake shows.
struct PlaceIndex: Sendable {
  private static let groupShift = 8

  /// UTF-8 bytes of the file's text so far.
  private(set) var utf8Bytes = 0
  /// Line ends so far; that of CR LF is counted at its CR.
  private(set) var lineEnds = 0
  private var file = 0
  private var endedWithReturn = false
  private var previousEndedWithReturn = false
  private var groups: [Group] = []
  private var blockCount = 0

  private struct Group {
    var utf8Offset: Int
    var lineEnds: Int
    var hasLatin = false
  }

  /// Goes to the beginning of the next file.
  mutating func nextFile() {
    self = PlaceIndex(file: file + 1)
  }

  init(file: Int = 0) { self.file = file }

  /// Takes the next block of the file.
  mutating func index(_ block: UnsafeBufferPointer<UInt32>) {
    groups.removeAll(keepingCapacity: true)
    blockCount = block.count
    previousEndedWithReturn = endedWithReturn
    var start = 0
    while start < block.count {
      let end = min(start + 1 << Self.groupShift, block.count)
      var group = Group(utf8Offset: utf8Bytes, lineEnds: lineEnds)
      let sums = sums(block, start..<end)
      precondition(sums.largest <= 0x10FFFF, "scalar \(sums.largest) is above the last, 1114111")
      group.hasLatin = sums.latin > 0
      groups.append(group)
      utf8Bytes += sums.bytes
      lineEnds += sums.lineEnds
      start = end
    }
    if let last = block.last { endedWithReturn = last == 0x0D }
  }

  /// The place of the scalar at `position` of the block indexed last.
  func place(of position: Int, in block: UnsafeBufferPointer<UInt32>) -> TextPlace {
    let group = position >> Self.groupShift
    let before = sums(block, group << Self.groupShift..<position)
    return TextPlace(
      file: file, utf8Offset: groups[group].utf8Offset + before.bytes,
      line: groups[group].lineEnds + before.lineEnds + 1)
  }

  /// What is left from `position` on of the first group with scalars U+0080 to U+00FF.
  func nextLatin(from position: Int) -> Range<Int>? {
    var group = position >> Self.groupShift
    while group < groups.count, !groups[group].hasLatin { group += 1 }
    guard group < groups.count else { return nil }
    let start = group << Self.groupShift
    return max(position, start)..<min(start + 1 << Self.groupShift, blockCount)
  }

  private struct Sums {
    var bytes: Int
    var lineEnds: Int
    var latin: UInt32
    var largest: UInt32
  }

  /// Sums without branches, so that the compiler makes vectors of them.
  private func sums(_ block: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) -> Sums {
    var extra: UInt32 = 0
    var ends: UInt32 = 0
    var latin: UInt32 = 0
    var largest: UInt32 = 0
    guard let first = range.first else { return Sums(bytes: 0, lineEnds: 0, latin: 0, largest: 0) }
    let followsReturn = first > 0 ? block[first - 1] == 0x0D : previousEndedWithReturn
    for position in range {
      let scalar = block[position]
      extra &+= (scalar >= 0x80 ? 1 : 0) &+ (scalar >= 0x800 ? 1 : 0)
      extra &+= scalar >= 0x10000 ? 1 : 0
      ends &+= (scalar == 0x0A ? 1 : 0) &+ (scalar == 0x0D ? 1 : 0)
      latin |= scalar &- 0x80 < 0x80 ? 1 : 0
      largest = max(largest, scalar)
    }
    if followsReturn && block[first] == 0x0A { ends &-= 1 }
    for position in range.dropFirst() {
      ends &-= (block[position] == 0x0A ? 1 : 0) & (block[position - 1] == 0x0D ? 1 : 0)
    }
    return Sums(
      bytes: range.count + Int(extra), lineEnds: Int(ends), latin: latin, largest: largest)
  }
}
