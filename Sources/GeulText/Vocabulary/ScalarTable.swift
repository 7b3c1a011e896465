/// A number for each of some scalars, in two levels: a page for every 256 scalars that has any.
///
/// Lookup is two array reads and no hashing. A scalar without a number has 0.
struct ScalarTable: Sendable {
  private static let pageSize = 256
  /// The page of each block of 256 scalars; page 0 is empty and shared.
  private var pages = [UInt16](repeating: 0, count: 0x110000 / pageSize)
  private var entries = [UInt32](repeating: 0, count: pageSize)

  /// The number of a scalar value, or 0.
  subscript(scalar: UInt32) -> UInt32 {
    get { entries[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }
    set {
      let block = Int(scalar >> 8)
      if pages[block] == 0 {
        pages[block] = UInt16(entries.count / Self.pageSize)
        entries.append(contentsOf: repeatElement(0, count: Self.pageSize))
      }
      entries[Int(pages[block]) << 8 | Int(scalar & 0xFF)] = newValue
    }
  }

  /// Calls `body` with a reader of the table as it is, which is good for the call alone.
  func withLookup<Result>(_ body: (Lookup) -> Result) -> Result {
    pages.withUnsafeBufferPointer { pages in
      entries.withUnsafeBufferPointer { body(Lookup(pages: pages, entries: $0)) }
    }
  }

  /// Reads a table without a check of bounds for each scalar.
  struct Lookup {
    fileprivate let pages: UnsafeBufferPointer<UInt16>
    fileprivate let entries: UnsafeBufferPointer<UInt32>

    /// The number of a Unicode scalar value, or 0.
    @inline(__always)
    subscript(scalar: UInt32) -> UInt32 {
      entries[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
    }
  }
}
