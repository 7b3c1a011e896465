import CUTF8Proc

/// The library whose Unicode tables Geul uses for normalization and grapheme boundaries.
public enum UnicodeLibrary {
  /// Its name and version, such as `utf8proc 2.8.0`.
  public static var version: String { "utf8proc " + String(cString: utf8proc_version()) }

  /// The version of the Unicode Standard whose tables it holds, such as `15.0.0`.
  public static var unicodeVersion: String { String(cString: utf8proc_unicode_version()) }

  /// The canonical combining class of a scalar; 0 for starters.
  static func combiningClass(_ scalar: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: utf8proc_get_property(scalar).pointee.combining_class)
  }

  /// Whether the library holds a decomposition of the scalar, canonical or not; of syllables it does not.
  static func decomposes(_ scalar: UInt32) -> Bool {
    utf8proc_get_property(Int32(bitPattern: scalar)).pointee.decomp_seqindex != UInt16.max
  }

  /// The scalar's class among the rules of UAX #29, as the library numbers them.
  static func boundaryClass(_ scalar: UInt32) -> UInt32 {
    UInt32(utf8proc_get_property(Int32(bitPattern: scalar)).pointee.boundclass)
  }

  /// Whether the scalar is assigned in the library's version of the standard.
  static func isAssigned(_ scalar: UInt32) -> Bool {
    utf8proc_category(Int32(bitPattern: scalar)) != UTF8PROC_CATEGORY_CN
  }

  /// Writes the full decomposition of a scalar to `buffer` and returns its length.
  ///
  /// `buffer` holds at least ``longestDecomposition`` scalars.
  package static func decompose(
    _ scalar: Int32, compatibility: Bool, into buffer: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    var options = UTF8PROC_STABLE.rawValue | UTF8PROC_DECOMPOSE.rawValue
    if compatibility { options |= UTF8PROC_COMPAT.rawValue }
    var boundClass: Int32 = 0
    return utf8proc_decompose_char(
      scalar, buffer.baseAddress, buffer.count, utf8proc_option_t(rawValue: options), &boundClass)
  }

  /// Composes decomposed and canonically ordered scalars in place and returns their new number.
  static func compose(_ scalars: UnsafeMutableBufferPointer<Int32>) -> Int {
    let options = UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue
    return utf8proc_normalize_utf32(
      scalars.baseAddress, scalars.count, utf8proc_option_t(rawValue: options))
  }

  /// Room enough for any decomposition: the longest, of U+FDFA, has 18 scalars.
  package static let longestDecomposition = 32
}

/// A version of the Unicode Standard, such as 15.0.0.
struct UnicodeVersion: Comparable {
  private let numbers: [Int]

  /// Reads three numbers with points between them; nil for anything else.
  init?(_ text: String) {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, !numbers.contains(where: { $0 == nil }) else { return nil }
    self.numbers = numbers.compactMap(\.self)
  }

  static func < (left: UnicodeVersion, right: UnicodeVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}
