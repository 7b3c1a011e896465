/// What a normalization form does to each scalar: where text may be cut, and what it leaves alone.
///
/// An entry holds the canonical combining class in its low byte, flags above it, and in its upper half
/// where the decomposition begins in `decompositions`, or 0.
/// A cut before c is safe when the first scalar d of c's full decomposition is a starter and never
/// composes with what stands before it (NFC_QC = Maybe, jamo V and T). "ccc = 0" alone is not enough.
package struct NormalizationTable: Sendable {
  /// Text may be cut before this scalar, and normalized on either side for itself.
  static let cutBefore: UInt32 = 0x100
  /// The form leaves this scalar alone, and it never composes with one before it.
  static let unchanged: UInt32 = 0x200
  /// Both: followed by a safe cut, such a scalar is its own normalization.
  static let inert: UInt32 = 0x300
  /// This scalar itself may compose with one before it.
  static let joins: UInt32 = 0x400

  /// From here on every scalar is inert: no plane above the second has marks or decompositions.
  package static let limit: UInt32 = 0x30000

  /// One entry for each scalar below ``limit``.
  let entries: [UInt32]
  /// The full decompositions, each as its length followed by marked scalars (see `MarkedScalar`).
  let decompositions: [UInt32]
  /// Where most text lies: the inert scalars from 0 on and the two longest ranges of others.
  let inertRanges: InertRanges

  private static let nfc = NormalizationTable(building: .nfc)
  private static let nfd = NormalizationTable(building: .nfd)
  private static let nfkc = NormalizationTable(building: .nfkc)
  private static let nfkd = NormalizationTable(building: .nfkd)
  private static let identity = NormalizationTable(entries: [], decompositions: [])

  /// The table of a form; built at its first use, in a few milliseconds, and shared from then on.
  package static func table(of form: NormalizationForm) -> NormalizationTable {
    switch form {
    case .nfc: nfc
    case .nfd: nfd
    case .nfkc: nfkc
    case .nfkd: nfkd
    case .none: identity
    }
  }

  /// The entry of any scalar.
  @inline(__always)
  func entry(_ scalar: UInt32) -> UInt32 {
    scalar < Self.limit ? entries.span[unchecked: Int(scalar)] : Self.inert
  }

  /// Whether text may be cut before a scalar.
  @inline(__always)
  func canCut(before scalar: UInt32) -> Bool { entry(scalar) & Self.cutBefore != 0 }

  /// Whether text may be cut before each scalar below ``limit``; none of the form that changes nothing.
  package var cuts: [Bool] { entries.map { $0 & Self.cutBefore != 0 } }

  /// Makes a table of entries for every scalar below ``limit``, or of none.
  init(entries: [UInt32], decompositions: [UInt32]) {
    self.entries = entries
    self.decompositions = decompositions
    inertRanges = InertRanges(entries)
  }

  private init(building form: NormalizationForm) {
    var builder = NormalizationTableBuilder(form)
    builder.markJoiningScalars()
    builder.addCombiningClasses()
    builder.addDecompositions()
    self.init(entries: builder.entries, decompositions: builder.decompositions)
  }
}
