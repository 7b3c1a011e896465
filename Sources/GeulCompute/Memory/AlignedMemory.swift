import Glibc

/// Memory for arithmetic: aligned to a cache line, and in large pages where it is large.
///
/// A matrix that many small pages hold does not fit the second-level cache as its size says: which of the cache's
/// lines a page may use is chance, and finding pages costs time of its own.
enum AlignedMemory {
  /// Bytes of a large page.
  private static let largePage = 2 << 20

  /// Allocates `byteCount` bytes, to be given back by `deallocate`; where there are none, it is a `Shortage`.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let isLarge = byteCount >= largePage
    var memory: UnsafeMutableRawPointer?
    let status = posix_memalign(&memory, isLarge ? largePage : 64, max(64, byteCount))
    guard status == 0, let memory else { Shortage.memory(bytes: byteCount).end() }
    // A wish: where the system has no large pages to give, small ones do.
    if isLarge { madvise(memory, byteCount, MADV_HUGEPAGE) }
    return memory
  }

  /// Gives memory back.
  static func deallocate(_ memory: UnsafeMutableRawPointer) { free(memory) }
}
