import GeulStorage

/// The ids of a corpus: immutable, and read where they are asked for, from a token file or from memory.
public struct TokenSequence: Sendable {
  private enum Storage: Sendable {
    case file(TokenFile)
    case memory([UInt32])
  }

  private let storage: Storage

  /// The ids of a token file.
  public init(_ file: TokenFile) {
    storage = .file(file)
  }

  /// The sequence of `ids`, all below `symbolCount`, in memory and as one document.
  public init(_ ids: [UInt32], symbolCount: Int) {
    precondition(
      ids.allSatisfy { $0 < UInt32(symbolCount) }, "an id is not below \(symbolCount)")
    storage = .memory(ids)
  }

  /// How many ids there are.
  public var count: Int {
    switch storage {
    case .file(let file): file.header.count
    case .memory(let ids): ids.count
    }
  }

  /// How many documents there are; one without text is none.
  public var documentCount: Int {
    switch storage {
    case .file(let file): file.header.documents
    case .memory(let ids): ids.isEmpty ? 0 : 1
    }
  }

  /// The places in the sequence at which some of the documents begin, by default all; throws `StorageError`.
  public func documentStarts(_ documents: Range<Int>? = nil) throws(StorageError) -> [Int] {
    let documents = documents ?? 0..<documentCount
    precondition(
      documents.lowerBound >= 0 && documents.upperBound <= documentCount,
      "\(documents) of \(documentCount) documents")
    switch storage {
    case .file(let file): return try file.documentStarts(documents)
    case .memory: return documents.map { _ in 0 }
    }
  }

  /// Symbols for each Unicode scalar of the whole text.
  public var symbolsPerScalar: Double {
    switch storage {
    case .file(let file): Double(file.header.count) / Double(max(1, file.header.scalars))
    case .memory: 1
    }
  }

  /// A number that changes with any id, unknown scalar or document start, the same on every machine.
  public var fingerprint: UInt64 {
    switch storage {
    case .file(let file): return file.header.contentHash
    case .memory(let ids):
      let hash = ContentHash()
      let bytes = ids.map(\.littleEndian)
      hash.combine(bytes.span.bytes)
      return hash.value
    }
  }

  /// Writes the ids of a range to the front of `target`, which has room for them.
  ///
  /// Throws `StorageError` if the file can no longer be read, or is no longer what it was.
  /// Cost: that of reading from the system's memory of the file, and widening.
  public func copy(
    _ range: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>
  ) throws(StorageError) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not within 0..<\(count)")
    precondition(
      range.count <= target.count, "\(range.count) ids do not fit a buffer of \(target.count)")
    switch storage {
    case .file(let file): try file.copy(range, into: target)
    case .memory(let ids): _ = target.update(fromContentsOf: ids[range])
    }
  }

  /// The ids of a range; throws `StorageError`.
  public func ids(_ range: Range<Int>) throws(StorageError) -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: range.count)
    try ids.withUnsafeMutableBufferPointer { (target) throws(StorageError) in
      try copy(range, into: target)
    }
    return ids
  }

  /// Calls `body` with the ids of a range, block by block, and the place of each block's first id.
  public func forEachBlock(
    of range: Range<Int>,
    _ body: (_ ids: ArraySlice<UInt32>, _ start: Int) throws(StorageError) -> Void
  ) throws(StorageError) {
    let size = 1 << 16
    var block = [UInt32](repeating: 0, count: min(range.count, size))
    for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
      let end = min(start + size, range.upperBound)
      try block.withUnsafeMutableBufferPointer { (target) throws(StorageError) in
        try copy(start..<end, into: target)
      }
      try body(block[..<(end - start)], start)
    }
  }

  /// How often each id below `symbolCount` stands in a range; throws `StorageError`.
  public func counts(in range: Range<Int>, symbolCount: Int) throws(StorageError) -> [Int] {
    var counts = [Int](repeating: 0, count: symbolCount)
    try forEachBlock(of: range) { ids, _ in
      for id in ids { counts[Int(id)] += 1 }
    }
    return counts
  }

  /// How many symbols of a range are the unknown one; throws `StorageError`.
  public func unknownCount(in range: Range<Int>) throws(StorageError) -> Int {
    switch storage {
    case .file(let file): try file.unknownCount(in: range)
    case .memory: 0
    }
  }

  /// The symbols of a range that the vocabulary does not hold; throws `StorageError`.
  public func unknown(in range: Range<Int>) throws(StorageError) -> [UnknownSymbol] {
    switch storage {
    case .file(let file): try file.unknown(in: range)
    case .memory: []
    }
  }
}

/// A symbol of a text that the vocabulary does not hold.
public struct UnknownSymbol: Equatable, Sendable {
  /// Its place among the ids.
  public let position: Int
  /// The scalar that stood there.
  public let scalar: UInt32
}
