import CXXHash

/// A fast 64-bit hash that tells large contents apart by accident, not by malice: XXH3.
///
/// Y. Collet, "XXH3", seed 0; the same on every machine, so it may be stored. Cost: some 0.1 ns a byte.
public final class ContentHash {
  private let state: OpaquePointer

  /// The hash of no bytes.
  public init() {
    guard let state = XXH3_createState() else {
      preconditionFailure("no memory for the 576 bytes of a hash")
    }
    self.state = state
    XXH3_64bits_reset(state)
  }

  deinit {
    XXH3_freeState(state)
  }

  /// Takes in the bytes, in order.
  public func combine(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { _ = XXH3_64bits_update(state, $0.baseAddress, $0.count) }
  }

  /// Takes in the bytes, in order.
  func combine(_ bytes: UnsafeRawBufferPointer) {
    _ = XXH3_64bits_update(state, bytes.baseAddress, bytes.count)
  }

  /// The hash of the bytes combined so far.
  public var value: UInt64 { XXH3_64bits_digest(state) }
}
