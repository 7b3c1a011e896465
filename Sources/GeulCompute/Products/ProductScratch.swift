import CKernels

/// A worker's own memory for a block of a product's left-hand side.
package final class ProductScratch: @unchecked Sendable {
  private var memory: UnsafeMutableRawPointer
  private var byteCount = 0

  /// Memory that grows with the first products.
  package init() {
    memory = AlignedMemory.allocate(byteCount: 64)
  }

  deinit { AlignedMemory.deallocate(memory) }

  /// Room for `count` elements. What earlier products left in it is lost. Allocates only when more is asked for than
  /// ever before.
  package func reserve<Element: BitwiseCopyable>(_ count: Int, of type: Element.Type)
    -> UnsafeMutablePointer<Element>
  {
    let bytes = count * MemoryLayout<Element>.stride
    if bytes > byteCount {
      AlignedMemory.deallocate(memory)
      memory = AlignedMemory.allocate(byteCount: bytes)
      byteCount = bytes
    }
    return memory.bindMemory(to: type, capacity: count)
  }
}
