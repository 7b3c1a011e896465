/// The primary composites of the Unicode Standard but for Hangul: which two scalars become which one.
///
/// They are taken from the library once: a scalar is a primary composite when composing its full
/// canonical decomposition gives it back, and its pair is what comes of all but the last, and the last.
struct CompositionPairs: Sendable {
  /// The pairs of the library's version of the standard.
  static let shared = CompositionPairs()

  /// The scalars that stand second in a pair, each as often as it does.
  private(set) var seconds: [UInt32] = []

  /// A hash table with linear probing; an entry holds first, second and composite, 18 bits each.
  private var slots: [UInt64] = []
  private var shift: UInt64 = 0

  private static let bits: UInt64 = 18

  private init() {
    var pairs: [UInt64] = []
    var buffer = [Int32](repeating: 0, count: UnicodeLibrary.longestDecomposition)
    buffer.withUnsafeMutableBufferPointer { buffer in
      for scalar in 0..<NormalizationTable.limit where UnicodeLibrary.decomposes(scalar) {
        guard let (first, second) = Self.pair(of: Int32(bitPattern: scalar), buffer) else {
          continue
        }
        pairs.append(Self.key(first, second) << Self.bits | UInt64(scalar))
        seconds.append(second)
      }
    }
    // At most half of the slots are taken.
    let width = UInt64.bitWidth - (2 * pairs.count).leadingZeroBitCount
    slots = [UInt64](repeating: 0, count: 1 << width)
    shift = UInt64(UInt64.bitWidth - width)
    for pair in pairs {
      var slot = slot(of: pair >> Self.bits)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = pair
    }
  }

  /// The scalar that two others compose to, if there is one; `second` is below `NormalizationTable.limit`.
  func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    let key = Self.key(first, second)
    let slots = slots.span
    var slot = slot(of: key)
    while slots[slot] != 0 {
      if slots[slot] >> Self.bits == key {
        return UInt32(truncatingIfNeeded: slots[slot]) & (1 << UInt32(Self.bits) - 1)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << bits | UInt64(second)
  }

  private func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }

  private static func pair(
    of scalar: Int32, _ buffer: UnsafeMutableBufferPointer<Int32>
  ) -> (first: UInt32, second: UInt32)? {
    let length = UnicodeLibrary.decompose(scalar, compatibility: false, into: buffer)
    guard length > 1, !HangulSyllable.range.contains(UInt32(bitPattern: scalar)) else { return nil }
    let second = buffer[length - 1]
    let composed = UnicodeLibrary.compose(.init(rebasing: buffer[0..<length]))
    guard composed == 1, buffer[0] == scalar else { return nil }
    // Composition goes from left to right, so that all but the last had become one scalar before it.
    _ = UnicodeLibrary.decompose(scalar, compatibility: false, into: buffer)
    _ = UnicodeLibrary.compose(.init(rebasing: buffer[0..<length - 1]))
    return (UInt32(bitPattern: buffer[0]), UInt32(bitPattern: second))
  }
}
