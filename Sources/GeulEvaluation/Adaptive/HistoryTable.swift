/// The histories of one order's contexts: for each context and group of four bits a bucket of 16 bytes, which are a check of
/// the context's hash and the histories at the 15 places of the group's tree.
struct HistoryTable {
  private var bytes: [UInt8]
  private let mask: Int

  /// A table of a power of two bytes, at least 64.
  init(byteCount: Int) {
    bytes = [UInt8](repeating: 0, count: byteCount)
    mask = byteCount - 16
  }

  /// The bucket of a hash. Where three neighbours are others', the one of fewest bits is given up.
  mutating func bucket(_ hash: UInt64) -> Int {
    let check = UInt8(truncatingIfNeeded: hash >> 56)
    let first = Int(truncatingIfNeeded: hash) & mask
    var (worst, least) = (first, UInt8.max)
    for neighbour in 0..<3 {
      let bucket = first ^ neighbour << 4
      if bytes[bucket] == check { return bucket }
      // Histories are numbered by how many bits they are of.
      if bytes[bucket + 1] < least { (worst, least) = (bucket, bytes[bucket + 1]) }
    }
    for place in 1..<16 { bytes[worst + place] = 0 }
    bytes[worst] = check
    return worst
  }

  /// The history at a place, 1 to 15, of a bucket.
  @inline(__always)
  subscript(_ place: Int) -> Int { Int(bytes[place]) }

  /// Adds a bit to a history.
  @inline(__always)
  mutating func add(_ bit: Int, at place: Int, _ next: [UInt8]) {
    bytes[place] = next[2 * Int(bytes[place]) + bit]
  }
}
