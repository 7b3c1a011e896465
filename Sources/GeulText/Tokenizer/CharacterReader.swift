/// Cuts normalized scalars that arrive in blocks into characters, and numbers these.
///
/// In grapheme units the last cluster of a block stays open until the next block or the end.
struct CharacterReader: Sendable {
  /// Scalars of the longest cluster that may be one character; longer ones are read scalar by scalar.
  static let longestCluster = 32

  /// The characters met so far.
  private(set) var table = CharacterTable()

  private let unit: TextUnit
  /// The clusters that may be characters; nil where all may.
  private let vocabulary: Vocabulary?
  private var breaker = GraphemeBreaker()
  /// The beginning of a cluster whose end has not been seen.
  private var open: [UInt32] = []
  /// Whether that cluster is too long already, and what there was of it has been read.
  private var isLong = false

  /// A reader for a vocabulary to be learned, or for one that is there.
  init(unit: TextUnit, vocabulary: Vocabulary? = nil) {
    self.unit = unit
    self.vocabulary = vocabulary
  }

  /// Whether every scalar is a character, so that a text may be cut anywhere.
  var takesScalars: Bool { unit != .grapheme }

  /// Appends the numbers of scalars, each a character, whose type must hold them.
  mutating func appendScalars<Number: FixedWidthInteger & UnsignedInteger>(
    _ block: ArraySlice<UInt32>, into numbers: inout [Number]
  ) {
    precondition(takesScalars, "clusters are not cut where a block is")
    table.append(block, into: &numbers)
  }

  /// Counts scalars of ASCII, each a character, which are their own numbers.
  mutating func count(ascii bytes: ArraySlice<UInt8>) {
    precondition(takesScalars, "clusters are not cut where a block is")
    table.count(ascii: bytes)
  }

  /// Appends the numbers of the characters that the next scalars complete.
  mutating func append(_ block: [UInt32], into numbers: inout [UInt32]) {
    guard !takesScalars else { return table.append(block[...], into: &numbers) }
    // Where clusters of one scalar that have not been read yet begin, and where the latest cluster does.
    var (unread, begin) = (block.startIndex, block.startIndex)
    for position in block.indices where breaker.isBoundary(before: block[position]) {
      if !open.isEmpty || isLong {
        open += block[begin..<position]
        close(into: &numbers)
        unread = position
      } else if position - begin > 1 {
        table.append(block[unread..<begin], into: &numbers)
        appendCluster(block[begin..<position], into: &numbers)
        unread = position
      }
      begin = position
    }
    if open.isEmpty && !isLong { table.append(block[unread..<begin], into: &numbers) }
    open += block[begin...]
    guard isLong || open.count > Self.longestCluster else { return }
    table.append(open[...], into: &numbers)
    open.removeAll(keepingCapacity: true)
    isLong = true
  }

  /// Ends the text; the next scalars begin another.
  mutating func finish(into numbers: inout [UInt32]) {
    close(into: &numbers)
    breaker.reset()
  }

  private mutating func close(into numbers: inout [UInt32]) {
    if isLong {
      table.append(open[...], into: &numbers)
    } else {
      appendCluster(open[...], into: &numbers)
    }
    open.removeAll(keepingCapacity: true)
    isLong = false
  }

  private mutating func appendCluster(_ cluster: ArraySlice<UInt32>, into numbers: inout [UInt32]) {
    guard cluster.count > 1, cluster.count <= Self.longestCluster else {
      return table.append(cluster, into: &numbers)
    }
    let vocabulary = vocabulary
    table.appendCluster(cluster, into: &numbers) { cluster in
      vocabulary.map { $0.id(ofCluster: cluster) != nil } ?? true
    }
  }
}
