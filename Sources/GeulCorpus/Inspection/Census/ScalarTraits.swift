import CUTF8Proc
import GeulText

/// Where a text may be cut into pieces that stand for themselves in every normalization form.
///
/// A cut between a and b is safe when in each form both the normalized text and its grapheme clusters
/// (UAX #29) are those of the two sides put together. `opening` says what the first scalar of b may be
/// in any form, `reach` what the last scalar of a may join; where they share a bit there is no cut.
/// Too few cuts cost time and nothing else.
struct ScalarTraits: Sendable {
  private static let joins: UInt32 = 1 << 0
  private static let leading: UInt32 = 1 << 1
  private static let vowel: UInt32 = 1 << 2
  private static let trailing: UInt32 = 1 << 3
  /// A regional indicator, or LF: only indicators and CR reach for it.
  private static let paired: UInt32 = 1 << 4
  private static let pictographic: UInt32 = 1 << 5
  private static let any: UInt32 = 1 << 6
  private static let reachShift: UInt32 = 8

  /// NFC changes the scalar when it stands alone.
  static let changedByNFC: UInt32 = 1 << 16
  /// NFD changes the scalar when it stands alone.
  static let changedByNFD: UInt32 = 1 << 17
  /// Two scalars without this are always two pieces.
  static let special: UInt32 = 1 << 18

  /// The table, built at its first use in some hundredths of a second.
  static let shared = ScalarTraits()

  /// An entry for each Unicode scalar value.
  let entries: [UInt32]

  /// Whether the text may be cut between two scalars with these entries.
  @inline(__always)
  static func canCut(_ left: UInt32, _ right: UInt32) -> Bool {
    left >> reachShift & right & 0xFF == 0
  }

  private init() {
    var canonical = StreamingNormalizer(.nfc)
    let cuts = zip(
      NormalizationTable.table(of: .nfc).cuts, NormalizationTable.table(of: .nfkc).cuts
    ).map { $0 && $1 }
    let limit = NormalizationTable.limit
    let plainReach = Self.joins | Self.vowel | Self.trailing
    var scratch = [Int32](repeating: 0, count: UnicodeLibrary.longestDecomposition)
    entries = scratch.withUnsafeMutableBufferPointer { buffer in
      (0..<UInt32(0x110000)).map { scalar in
        var opening = Self.opening(scalar)
        var reach = Self.reach(scalar)
        var flags: UInt32 = 0
        if scalar < limit {
          for compatibility in [false, true] {
            let length = UnicodeLibrary.decompose(
              Int32(scalar), compatibility: compatibility, into: buffer)
            opening |= Self.opening(UInt32(bitPattern: buffer[0]))
            reach |= Self.reach(UInt32(bitPattern: buffer[max(length, 1) - 1]))
            if !compatibility && (length != 1 || buffer[0] != Int32(scalar)) {
              flags = Self.changedByNFD | Self.change(of: scalar, by: &canonical)
            }
          }
          if !cuts[Int(scalar)] { opening |= Self.joins }
        }
        if opening & plainReach != 0 || reach & ~plainReach != 0 { flags |= Self.special }
        return flags | reach << Self.reachShift | opening
      }
    }
  }

  private static func change(of scalar: UInt32, by normalizer: inout StreamingNormalizer) -> UInt32
  {
    guard !HangulSyllable.range.contains(scalar) else { return 0 }
    var output: [UInt32] = []
    normalizer.append([scalar], into: &output)
    normalizer.finish(into: &output)
    return output == [scalar] ? 0 : changedByNFC
  }

  private static func boundClass(_ scalar: UInt32) -> utf8proc_boundclass_t {
    utf8proc_boundclass_t(
      rawValue: numericCast(utf8proc_get_property(Int32(bitPattern: scalar)).pointee.boundclass))
  }

  private static func opening(_ scalar: UInt32) -> UInt32 {
    switch boundClass(scalar) {
    case UTF8PROC_BOUNDCLASS_EXTEND, UTF8PROC_BOUNDCLASS_SPACINGMARK, UTF8PROC_BOUNDCLASS_ZWJ:
      any | joins
    case UTF8PROC_BOUNDCLASS_L, UTF8PROC_BOUNDCLASS_LV, UTF8PROC_BOUNDCLASS_LVT: any | leading
    case UTF8PROC_BOUNDCLASS_V: any | vowel
    case UTF8PROC_BOUNDCLASS_T: any | trailing
    case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR, UTF8PROC_BOUNDCLASS_LF: any | paired
    case UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC: any | pictographic
    default: any
    }
  }

  private static func reach(_ scalar: UInt32) -> UInt32 {
    switch boundClass(scalar) {
    case UTF8PROC_BOUNDCLASS_L: joins | leading | vowel
    case UTF8PROC_BOUNDCLASS_LV, UTF8PROC_BOUNDCLASS_V: joins | vowel | trailing
    case UTF8PROC_BOUNDCLASS_LVT, UTF8PROC_BOUNDCLASS_T: joins | trailing
    case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR, UTF8PROC_BOUNDCLASS_CR: joins | paired
    case UTF8PROC_BOUNDCLASS_ZWJ: joins | pictographic
    case UTF8PROC_BOUNDCLASS_PREPEND: 0xFF
    default: joins
    }
  }
}
