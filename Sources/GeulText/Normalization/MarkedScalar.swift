/// A scalar together with what ordering and composition need to know of it, in 32 bits.
struct MarkedScalar {
  /// The combining class in the high byte, then whether the scalar joins one before it, then the scalar.
  var bits: UInt32

  private static let joinsBit: UInt32 = 1 << 23

  /// Takes bits that were made by ``init(_:entry:)``.
  @inline(__always)
  init(bits: UInt32) { self.bits = bits }

  /// Marks a scalar with what its entry in a `NormalizationTable` says.
  @inline(__always)
  init(_ scalar: UInt32, entry: UInt32) {
    bits = scalar | entry << 24 | (entry & NormalizationTable.joins != 0 ? Self.joinsBit : 0)
  }

  var scalar: UInt32 {
    @inline(__always) get { bits & 0x1F_FFFF }
    @inline(__always) set { bits = bits & ~0x1F_FFFF | newValue }
  }

  /// The canonical combining class.
  @inline(__always)
  var combiningClass: UInt32 { bits >> 24 }

  /// Whether the scalar may compose with one before it.
  @inline(__always)
  var joins: Bool { bits & Self.joinsBit != 0 }
}
