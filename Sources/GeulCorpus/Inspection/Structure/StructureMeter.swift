import GeulText

/// Tells the format of a file by its lines, while its scalars arrive in blocks.
struct StructureMeter: Sendable {
  /// Scalars of a file by which its format is told; marks are counted in all of it.
  private static let most = 1 << 20
  /// What is kept of a line.
  private static let longestLine = 4096

  private var markup = MarkupCounter()
  private var lines = LineKinds()
  private var line: [UInt32] = []
  /// What is kept of the front of the file.
  private static let longestHead = 1 << 15
  /// The front of the file.
  private var head: [UInt32] = []
  private var seen = 0
  private var startsLine = true
  private var isFirst = true
  private var lineMarks = 0
  private var firstLineMark: TextPlace?

  /// Takes the next block of the file.
  mutating func append(
    _ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex, mayHoldMarks: Bool
  ) {
    markup.append(block, index)
    if mayHoldMarks { countMarks(block, index) }
    if let last = block.last { (startsLine, isFirst) = (last == 0x0A, false) }
    guard seen < Self.most else { return }
    seen += block.count
    if head.count < Self.longestHead { head += block.prefix(Self.longestHead - head.count) }
    for scalar in block {
      if scalar == 0x0A {
        lines.add(line)
        line.removeAll(keepingCapacity: true)
      } else if line.count < Self.longestLine {
        line.append(scalar)
      }
    }
  }

  /// Ends the file, whose path may say its format.
  mutating func finish(path: String) -> TextStructure {
    lines.add(line)
    var structure = TextStructure(
      tags: markup.tags, references: markup.references, escapes: markup.escapes,
      lineMarks: lineMarks,
      firstMark: markup.first, firstLineMark: firstLineMark)
    let table = TableShape(
      head: head, isWhole: head.count < Self.longestHead,
      isNamed: StructuredFormat(path: path) == .table)
    structure.format = lines.format(
      path: path, head: head, tags: markup.tags, isTable: table != nil)
    switch structure.format {
    case .jsonLines?, .json?: structure.fields = lines.keys
    case .table?: structure.fields = table?.columns ?? []
    default: break
    }
    return structure
  }

  private mutating func countMarks(_ block: UnsafeBufferPointer<UInt32>, _ index: PlaceIndex) {
    var isStart = startsLine && !isFirst
    for position in block.indices {
      if block[position] == 0xFEFF, isStart {
        lineMarks += 1
        if firstLineMark == nil { firstLineMark = index.place(of: position, in: block) }
      } else {
        isStart = block[position] == 0x0A
      }
    }
  }
}
