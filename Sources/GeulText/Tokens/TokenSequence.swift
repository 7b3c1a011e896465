import GeulStorage

/// The ids of a corpus: immutable, and in the narrowest storage its vocabulary allows.
///
/// Beside the ids stand the places and scalars of unknown symbols, so that no text is lost.
public struct TokenSequence: Sendable {
  /// The places in the sequence at which a file begins; files without text have none.
  public let documentStarts: [Int]
  /// The symbols that the vocabulary does not know, in the order of their places.
  public let unknown: [UnknownSymbol]

  private let storage: IDStorage

  init(storage: IDStorage, documentStarts: [Int], unknown: [UnknownSymbol]) {
    self.storage = storage
    self.documentStarts = documentStarts
    self.unknown = unknown
  }

  /// The sequence of `ids`, all below `symbolCount`, as one document.
  public init(_ ids: [UInt32], symbolCount: Int) {
    var storage = IDStorage(symbolCount: symbolCount)
    storage.append(ids)
    storage.trim()
    self.init(storage: storage, documentStarts: ids.isEmpty ? [] : [0], unknown: [])
  }

  /// How many ids there are.
  public var count: Int { storage.count }

  /// How many bytes one id takes in memory: 1, 2 or 4.
  public var bytesPerID: Int { storage.width }

  /// The id at a place.
  public subscript(position: Int) -> UInt32 { storage[position] }

  /// Writes the ids of a range to the front of `target`, which has room for them.
  ///
  /// Cost: that of copying memory and widening.
  public func copy(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not within 0..<\(count)")
    precondition(
      range.count <= target.count, "\(range.count) ids do not fit a buffer of \(target.count)")
    storage.copy(range, into: target)
  }

  /// The ids of a range.
  public func ids(_ range: Range<Int>) -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: range.count)
    ids.withUnsafeMutableBufferPointer { copy(range, into: $0) }
    return ids
  }

  /// How often each id below `symbolCount` stands in a range.
  public func counts(in range: Range<Int>, symbolCount: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: symbolCount)
    var block = [UInt32](repeating: 0, count: min(range.count, 1 << 16))
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 16) {
      let end = min(start + 1 << 16, range.upperBound)
      block.withUnsafeMutableBufferPointer { copy(start..<end, into: $0) }
      for id in block[..<(end - start)] { counts[Int(id)] += 1 }
    }
    return counts
  }

  /// The unknown symbols within a range, found by bisection.
  public func unknown(in range: Range<Int>) -> ArraySlice<UnknownSymbol> {
    unknown[firstUnknown(from: range.lowerBound)..<firstUnknown(from: range.upperBound)]
  }

  /// A number that changes with any id, unknown scalar or document start, the same on every machine.
  ///
  /// Cost: about a nanosecond for each byte of the ids.
  public var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    fingerprint.combine([UInt64(count), UInt64(storage.width)])
    storage.combine(into: &fingerprint)
    fingerprint.combine(documentStarts.map { UInt64($0) })
    fingerprint.combine(unknown.flatMap { [UInt64($0.position), UInt64($0.scalar)] })
    return fingerprint.value
  }

  private func firstUnknown(from position: Int) -> Int {
    var low = 0
    var high = unknown.count
    while low < high {
      let middle = (low + high) / 2
      if unknown[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A symbol of a text that the vocabulary does not know.
public struct UnknownSymbol: Equatable, Sendable {
  /// Its place among the ids.
  public let position: Int
  /// The scalar that stood there.
  public let scalar: UInt32
}

extension Fingerprint {
  /// Adds numbers as their little-endian bytes.
  mutating func combine(_ numbers: [some FixedWidthInteger]) {
    numbers.map(\.littleEndian).withUnsafeBytes { combine($0) }
  }
}
