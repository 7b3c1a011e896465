import CUTF8Proc

/// The scalars whose neighbours' classes alone tell whether a cluster ends between them (UAX #29).
///
/// Of these, only jamo and syllables join: L to L, V and syllables, V and LV to V and T, T and LVT to T
/// (GB6 to GB8). A class has a bit for each of the three kinds of predecessor it joins, and above them
/// one for the kind of predecessor it is. All other rules that join need a mark, a joiner, a prepended
/// mark, a regional indicator or CR beside the place, which are not among these scalars.
struct GraphemeClasses: Sendable {
  /// The classes of the library's version of the standard.
  static let shared = GraphemeClasses()

  /// The class of scalars of which the library must be asked.
  static let unknown: UInt8 = 0

  private static let known: UInt8 = 0x40
  private static let afterLead: UInt8 = 0x01
  private static let afterVowel: UInt8 = 0x02
  private static let afterFinal: UInt8 = 0x04

  /// From here on, beyond most scripts and all emoji, the library is always asked.
  private static let limit: UInt32 = 0x20000

  private let classes: [UInt8]

  private init() {
    classes = (0..<Self.limit).map { Self.makeClass(UnicodeLibrary.boundaryClass($0)) }
  }

  /// The class of a scalar.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt8 {
    scalar < Self.limit ? classes.span[unchecked: Int(scalar)] : Self.unknown
  }

  /// Whether two classes tell if the later scalar joins the earlier.
  @inline(__always)
  static func suffice(_ pair: (UInt8, UInt8)) -> Bool { pair.0 & pair.1 & known != 0 }

  /// Whether the later of two scalars of known classes joins the earlier.
  @inline(__always)
  static func join(_ pair: (UInt8, UInt8)) -> Bool { pair.0 >> 3 & pair.1 & 0x07 != 0 }

  private static func makeClass(_ boundaryClass: UInt32) -> UInt8 {
    switch utf8proc_boundclass_t(boundaryClass) {
    case UTF8PROC_BOUNDCLASS_OTHER, UTF8PROC_BOUNDCLASS_LF, UTF8PROC_BOUNDCLASS_CONTROL,
      UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC:
      known
    case UTF8PROC_BOUNDCLASS_L: known | afterLead | afterLead << 3
    case UTF8PROC_BOUNDCLASS_V: known | afterLead | afterVowel | afterVowel << 3
    case UTF8PROC_BOUNDCLASS_T: known | afterVowel | afterFinal | afterFinal << 3
    case UTF8PROC_BOUNDCLASS_LV: known | afterLead | afterVowel << 3
    case UTF8PROC_BOUNDCLASS_LVT: known | afterLead | afterFinal << 3
    default: unknown
    }
  }
}
