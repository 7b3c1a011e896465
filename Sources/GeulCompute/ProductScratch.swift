import CKernels

/// A worker's own memory for a block of a product's left-hand side.
package final class ProductScratch: @unchecked Sendable {
  /// Rows and depth of a block.
  static let rows = Int(GEUL_BLOCK_M)
  static let depth = Int(GEUL_BLOCK_K)

  let brainFloats: UnsafeMutablePointer<UInt16>
  let floats: UnsafeMutablePointer<Float>

  package init() {
    let bytes = Self.rows * Self.depth * 2
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    brainFloats = raw.bindMemory(to: UInt16.self, capacity: Self.rows * Self.depth)
    floats = UnsafeMutableRawPointer.allocate(byteCount: 16 * Self.depth * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: 16 * Self.depth)
  }

  deinit {
    brainFloats.deallocate()
    floats.deallocate()
  }
}
