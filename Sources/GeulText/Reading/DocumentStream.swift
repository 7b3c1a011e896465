/// Joins documents to one text with a line feed between, and keeps their borders.
///
/// A document without text is none. The line feed belongs to the document before it, and is left out where that ends
/// with a line end already; after the last there is none.
struct DocumentStream {
  /// Takes a part of the text. `startsDocument`: its first scalar begins a document. `isLast`: what follows belongs to
  /// another text, with whose front nothing of this composes.
  typealias Consumer = (_ block: NormalizedBlock, _ startsDocument: Bool, _ isLast: Bool) throws ->
    Void

  /// Scalars handed on so far.
  private(set) var scalars = 0
  private let documents: DocumentBoundary
  /// Whether the next scalar begins a document.
  private var isBetween = true
  private var lastScalar: UInt32 = 0x0A
  /// Line feeds at the end of what was read.
  private var lineFeeds = 0

  init(_ documents: DocumentBoundary) { self.documents = documents }

  /// Takes the next normalized scalars, with ``TextExtraction/border`` after documents if `hasBorders`, and the end of a
  /// document after them if `isLast`.
  mutating func append(
    _ block: [UInt32], hasBorders: Bool, isLast: Bool, _ consume: Consumer
  ) throws {
    var rest = block[...]
    while hasBorders, let border = rest.firstIndex(of: TextExtraction.border) {
      try appendDocument(rest[..<border], isLast: true, consume)
      rest = rest[(border + 1)...]
    }
    // Behind the last border there is nothing more of a file that has borders.
    try appendDocument(rest, isLast: isLast, consume)
  }

  /// Takes ASCII that is within a document.
  mutating func append(ascii bytes: ArraySlice<UInt8>, _ consume: Consumer) throws {
    guard let last = bytes.last else { return }
    try give(.ascii(bytes), last: UInt32(last), isLast: false, consume)
  }

  /// Whether ASCII need not be looked at.
  var takesPlain: Bool { documents == .file }

  private mutating func appendDocument(
    _ block: ArraySlice<UInt32>, isLast: Bool, _ consume: Consumer
  ) throws {
    var rest = block
    while documents == .blankLine, let cut = nextParagraph(rest) {
      try give(.scalars(rest[..<cut]), last: 0x0A, isLast: true, consume)
      isBetween = true
      rest = rest[cut...]
    }
    if let last = rest.last {
      try give(.scalars(rest), last: last, isLast: isLast, consume)
    } else if isLast, !isBetween {
      try consume(.scalars([]), false, true)
    }
    if isLast { (isBetween, lineFeeds) = (true, 0) }
  }

  private mutating func give(
    _ block: NormalizedBlock, last: UInt32, isLast: Bool, _ consume: Consumer
  ) throws {
    if block.count > 0, isBetween, scalars > 0, !Self.lineEnds.contains(lastScalar) {
      try consume(.scalars([0x0A]), false, true)
      scalars += 1
    }
    try consume(block, isBetween && block.count > 0, isLast)
    if block.count > 0 { (isBetween, lastScalar) = (false, last) }
    scalars += block.count
  }

  /// Where the next paragraph begins: at the first scalar after an empty line. Nil if it is not in `block`.
  private mutating func nextParagraph(_ block: ArraySlice<UInt32>) -> Int? {
    for position in block.indices {
      if block[position] == 0x0A {
        lineFeeds += 1
      } else {
        defer { lineFeeds = 0 }
        if lineFeeds >= 2, !(isBetween && position == block.startIndex) { return position }
      }
    }
    return nil
  }

  private static let lineEnds: Set<UInt32> = [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
}
