import CKernels

/// A worker's own memory for a block of a product's left-hand side.
package final class ProductScratch: @unchecked Sendable {
  /// Rows and depth of a block.
  static let rows = Int(GEUL_BLOCK_M)
  static let depth = Int(GEUL_BLOCK_K)

  let brainFloats: UnsafeMutablePointer<UInt16>
  let floats: UnsafeMutablePointer<Float>
  /// A row rounded to 8 bits.
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  private var byteCount = Int(GEUL_BLOCK_K)

  /// Room for a block of the left-hand side in every kind.
  package init() {
    let bytes = Self.rows * Self.depth * 2
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    brainFloats = raw.bindMemory(to: UInt16.self, capacity: Self.rows * Self.depth)
    floats = UnsafeMutableRawPointer.allocate(byteCount: 16 * Self.depth * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: 16 * Self.depth)
    self.bytes = .allocate(capacity: byteCount)
  }

  /// Makes room for a row of `count` bytes; allocates only when it is longer than any before.
  func reserveBytes(_ count: Int) {
    guard count > byteCount else { return }
    bytes.deallocate()
    bytes = .allocate(capacity: count)
    byteCount = count
  }

  deinit {
    bytes.deallocate()
    brainFloats.deallocate()
    floats.deallocate()
  }
}
