/// A way of writing text as bytes, by its name.
public struct TextEncoding: Hashable, Sendable {
  /// The name in lower case, by which ``init(named:)`` finds it again.
  public let name: String
  /// What the C library's `iconv` calls it; unused for the Unicode encodings, which are decoded here.
  let converterName: String

  /// UTF-8.
  public static let utf8 = TextEncoding(unicode: "utf-8")
  /// UTF-16 in the order that its byte order mark says, little-endian without one.
  public static let utf16 = TextEncoding(unicode: "utf-16")
  /// UTF-16, little-endian.
  public static let utf16LittleEndian = TextEncoding(unicode: "utf-16le")
  /// UTF-16, big-endian.
  public static let utf16BigEndian = TextEncoding(unicode: "utf-16be")
  /// UTF-32 in the order that its byte order mark says, little-endian without one.
  public static let utf32 = TextEncoding(unicode: "utf-32")
  /// UTF-32, little-endian.
  public static let utf32LittleEndian = TextEncoding(unicode: "utf-32le")
  /// UTF-32, big-endian.
  public static let utf32BigEndian = TextEncoding(unicode: "utf-32be")
  /// Unified Hangul Code, of which EUC-KR is a part.
  public static let cp949 = TextEncoding(name: "cp949", converterName: "CP949")
  /// KS X 1001 in Johab order.
  public static let johab = TextEncoding(name: "johab", converterName: "JOHAB")
  /// Shift_JIS with Microsoft's additions (code page 932), where 5C is a backslash.
  public static let shiftJIS = TextEncoding(name: "shift_jis", converterName: "CP932")
  /// EUC-JP with the same additions.
  public static let eucJP = TextEncoding(name: "euc-jp", converterName: "EUC-JP-MS")
  /// GB 18030, of which GBK and GB 2312 are parts.
  public static let gb18030 = TextEncoding(name: "gb18030", converterName: "GB18030")
  /// Big5 (code page 950).
  public static let big5 = TextEncoding(name: "big5", converterName: "BIG5")
  /// Latin-1 with Microsoft's additions (code page 1252).
  public static let windows1252 = TextEncoding(name: "windows-1252", converterName: "CP1252")

  /// UTF-8 with characters beyond the first plane as pairs of surrogates, as Java and older databases write it.
  public static let cesu8 = TextEncoding(unicode: "cesu-8")
  /// Each line in UTF-8 or an older encoding, by its own.
  public static let mixed = TextEncoding(unicode: "mixed")

  /// The scalars of bytes, U+FFFD for what is ill-formed; nothing where this system cannot decode them.
  package func decode(_ bytes: [UInt8]) -> [UInt32] {
    TrialDecoding(bytes[...], self, isWhole: true)?.scalars ?? []
  }

  /// Whether it is one of those of a byte a character that a detector knows.
  package var isOneByte: Bool {
    [.windows1252, .windows1251, .koi8R, .windows1253, .thai].contains(self)
  }
  /// The same for Cyrillic (code page 1251).
  static let windows1251 = TextEncoding(name: "windows-1251", converterName: "CP1251")
  /// The Russian internet's before Unicode (RFC 1489).
  static let koi8R = TextEncoding(name: "koi8-r", converterName: "KOI8-R")
  /// The same for Greek (code page 1253).
  static let windows1253 = TextEncoding(name: "windows-1253", converterName: "CP1253")
  /// The Thai industrial standard.
  static let thai = TextEncoding(name: "tis-620", converterName: "TIS-620")

  /// The encoding that a person named, in any usual spelling.
  ///
  /// Parts of a larger encoding stand for it: `euc-kr` for CP949, `gb2312` and `gbk` for GB 18030. Beyond
  /// the constants here it is one that the C library's `iconv` knows.
  /// Throws ``TextError/unknownEncoding(name:nearest:)``.
  public init(named name: String) throws(TextError) {
    if let known = EncodingNames.known(name) ?? EncodingNames.converter(for: name) {
      self = known
    } else {
      throw .unknownEncoding(name: name, nearest: EncodingNames.nearest(to: name))
    }
  }

  init(name: String, converterName: String) {
    self.name = name
    self.converterName = converterName
  }

  private init(unicode name: String) {
    self.init(name: name, converterName: "")
  }
}

extension TextEncoding {
  /// The name as it is usually written, such as `UTF-16LE`.
  public var displayName: String {
    switch self {
    case .shiftJIS: "Shift_JIS"
    case .big5: "Big5"
    case .windows1252: "windows-1252"
    default: name.uppercased()
    }
  }

  /// How many bytes a code unit of UTF-16 or UTF-32 has, and in which order; else `nil`.
  var codeUnit: (size: Int, isBigEndian: Bool)? {
    switch self {
    case .utf16, .utf16LittleEndian: (2, false)
    case .utf16BigEndian: (2, true)
    case .utf32, .utf32LittleEndian: (4, false)
    case .utf32BigEndian: (4, true)
    default: nil
    }
  }

  /// A decoder of it, from blocks with edges anywhere; nil if this system has none. UTF-8 has its own.
  func makeDecoder() -> (any BlockDecoder)? {
    switch self {
    case .cesu8: SurrogateDecoder()
    case .mixed: MixedDecoder()
    case _ where codeUnit != nil: WideDecoder(self)
    case _ where EncodingNames.hasMemory(name): ShiftingDecoder(self)
    default: IconvDecoder(self)
    }
  }

  /// Whether U+FEFF at the very start is a byte order mark.
  var hasByteOrderMark: Bool {
    self == .utf8 || self == .cesu8 || self == .mixed || self == .gb18030 || codeUnit != nil
  }
}

extension TextEncoding: Codable {
  /// Reads the name.
  public init(from decoder: any Decoder) throws {
    try self.init(named: decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
