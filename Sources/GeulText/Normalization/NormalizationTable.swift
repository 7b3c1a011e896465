/// What a normalization form does to each scalar: where text may be cut, and what it leaves alone.
///
/// An entry holds the canonical combining class in its low byte and the two flags above it.
/// A cut before c is safe when the first scalar d of c's full decomposition is a starter and never
/// composes with what stands before it (NFC_QC = Maybe, jamo V and T). "ccc = 0" alone is not enough.
struct NormalizationTable: Sendable {
  /// Text may be cut before this scalar, and normalized on either side for itself.
  static let cutBefore: UInt16 = 0x100
  /// The form leaves this scalar alone, and it never composes with one before it.
  static let unchanged: UInt16 = 0x200
  /// Both: followed by a safe cut, such a scalar is its own normalization.
  static let inert: UInt16 = 0x300

  /// From here on every scalar is inert: no plane above the third has marks or decompositions.
  static let limit: UInt32 = 0x40000

  /// One entry for each scalar below ``limit``.
  let entries: [UInt16]
  /// Every scalar below this one is inert.
  let plainLimit: UInt32

  private static let nfc = NormalizationTable(building: .nfc)
  private static let nfd = NormalizationTable(building: .nfd)
  private static let nfkc = NormalizationTable(building: .nfkc)
  private static let nfkd = NormalizationTable(building: .nfkd)
  private static let identity = NormalizationTable(entries: [], plainLimit: .max)

  /// The table of a form; built at its first use, in some milliseconds, and shared from then on.
  static func table(of form: NormalizationForm) -> NormalizationTable {
    switch form {
    case .nfc: nfc
    case .nfd: nfd
    case .nfkc: nfkc
    case .nfkd: nfkd
    case .none: identity
    }
  }

  private init(entries: [UInt16], plainLimit: UInt32) {
    self.entries = entries
    self.plainLimit = plainLimit
  }

  private init(building form: NormalizationForm) {
    let composing = form.composes ? Self.composingBackwards : []
    var scratch = [Int32](repeating: 0, count: UnicodeLibrary.longestDecomposition)
    let entries: [UInt16] = scratch.withUnsafeMutableBufferPointer { buffer in
      (0..<Int32(Self.limit)).map { scalar in
        let length = UnicodeLibrary.decompose(
          scalar, compatibility: form.isCompatibility, into: buffer)
        let first = buffer[0]
        let alone = length == 1 && first == scalar
        let joins = !composing.isEmpty && composing[Int(first)]
        let starts = UnicodeLibrary.combiningClass(first) == 0
        var entry = UInt16(UnicodeLibrary.combiningClass(scalar))
        if starts && !joins { entry |= Self.cutBefore }
        if !joins && (alone || Self.recomposes(scalar, length, buffer, form)) {
          entry |= Self.unchanged
        }
        return entry
      }
    }
    let plain = entries.firstIndex { $0 & Self.inert != Self.inert } ?? entries.count
    self.init(entries: entries, plainLimit: UInt32(plain))
  }

  /// Whether composing the decomposition in `buffer` gives the scalar back.
  private static func recomposes(
    _ scalar: Int32, _ length: Int, _ buffer: UnsafeMutableBufferPointer<Int32>,
    _ form: NormalizationForm
  ) -> Bool {
    guard form.composes else { return false }
    let composed = UnicodeLibrary.compose(.init(rebasing: buffer[0..<length]))
    return composed == 1 && buffer[0] == scalar
  }

  /// Which scalars below ``limit`` can compose with one before them: those that stand anywhere but
  /// first in a canonical decomposition.
  ///
  /// Jamo V and T come from the decompositions of the syllables. U+11A7, the base of the T, does not.
  private static let composingBackwards: [Bool] = {
    var composing = [Bool](repeating: false, count: Int(limit))
    var scratch = [Int32](repeating: 0, count: UnicodeLibrary.longestDecomposition)
    scratch.withUnsafeMutableBufferPointer { buffer in
      for scalar in 0..<Int32(limit) {
        let length = UnicodeLibrary.decompose(scalar, compatibility: false, into: buffer)
        for place in 1..<max(length, 1) { composing[Int(buffer[place])] = true }
      }
    }
    return composing
  }()
}
