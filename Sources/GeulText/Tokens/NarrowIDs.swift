/// Ids in one width, in chunks, so that growing never copies what is there.
struct NarrowIDs<Element: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
  /// The ids of a full chunk, as a power of two.
  static var chunkBits: Int { 18 }

  private(set) var chunks: [[Element]] = []
  private(set) var count = 0

  init() {}

  /// The same ids in a wider type.
  init(widening narrow: NarrowIDs<some FixedWidthInteger & UnsignedInteger & Sendable>) {
    chunks = narrow.chunks.map { $0.map { Element(truncatingIfNeeded: $0) } }
    count = narrow.count
  }

  subscript(position: Int) -> Element {
    chunks[position >> Self.chunkBits][position & (1 << Self.chunkBits - 1)]
  }

  /// Appends ids that fit the type.
  mutating func append(_ ids: [UInt32]) {
    let chunkSize = 1 << Self.chunkBits
    var taken = 0
    while taken < ids.count {
      let place = count & (chunkSize - 1)
      if place == 0 { chunks.append([Element](repeating: 0, count: chunkSize)) }
      let length = min(chunkSize - place, ids.count - taken)
      let last = chunks.count - 1
      chunks[last].withUnsafeMutableBufferPointer { chunk in
        ids.withUnsafeBufferPointer { ids in
          for step in 0..<length {
            chunk[place + step] = Element(truncatingIfNeeded: ids[taken + step])
          }
        }
      }
      taken += length
      count += length
    }
  }

  /// Gives back the room that the last chunk does not need.
  mutating func trim() {
    let used = count & (1 << Self.chunkBits - 1)
    guard used > 0 else { return }
    chunks.append(Array(chunks.removeLast()[..<used]))
  }

  /// Replaces every id by `table[id]`.
  mutating func map(by table: [UInt32]) {
    for chunk in chunks.indices {
      chunks[chunk].withUnsafeMutableBufferPointer { ids in
        table.withUnsafeBufferPointer { table in
          for place in ids.indices {
            ids[place] = Element(truncatingIfNeeded: table[Int(ids[place])])
          }
        }
      }
    }
  }

  /// Writes the ids of a range to the front of `target`, which has room for them.
  func copy(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>) {
    let chunkSize = 1 << Self.chunkBits
    var position = range.lowerBound
    while position < range.upperBound {
      let place = position & (chunkSize - 1)
      let length = min(chunkSize - place, range.upperBound - position)
      let written = position - range.lowerBound
      chunks[position >> Self.chunkBits].withUnsafeBufferPointer { chunk in
        for step in 0..<length {
          target[written + step] = UInt32(truncatingIfNeeded: chunk[place + step])
        }
      }
      position += length
    }
  }
}
