import Glibc

/// Memory for arithmetic: aligned to a cache line, and in large pages where it is large.
///
/// A matrix that many small pages hold does not fit the second-level cache as its size says: which of the cache's
/// lines a page may use is chance, and finding pages costs time of its own.
enum AlignedMemory {
  /// Bytes of a large page.
  private static let largePage = 2 << 20

  /// Allocates `byteCount` bytes, to be given back by `deallocate()`.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    guard byteCount >= largePage else {
      return .allocate(byteCount: max(64, byteCount), alignment: 64)
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: largePage)
    // A wish: where the system has no large pages to give, small ones do.
    madvise(memory, byteCount, MADV_HUGEPAGE)
    return memory
  }
}
