/// The names that encodings go by.
enum EncodingNames {
  /// The spellings of the encodings that are constants, without case, hyphens, underscores and spaces.
  private static let spellings: [(TextEncoding, [String])] = [
    (.utf8, ["utf8", "utf8sig", "cp65001", "65001", "unicode11utf8"]),
    (
      .cesu8,
      ["cesu8", "cscesu8", "mutf8", "modifiedutf8", "javautf8", "utf8mb3", "oracleutf8"]
    ),
    (.mixed, ["mixed"]),
    (.utf16, ["utf16", "ucs2", "unicode", "iso10646ucs2", "csunicode"]),
    (.utf16LittleEndian, ["utf16le", "ucs2le", "unicodelittle", "cp1200", "utf16littleendian"]),
    (.utf16BigEndian, ["utf16be", "ucs2be", "unicodebig", "cp1201", "utf16bigendian"]),
    (.utf32, ["utf32", "ucs4", "iso10646ucs4", "iso10646", "csucs4"]),
    (
      .utf32LittleEndian,
      ["utf32le", "ucs4le", "cp12000", "utf32littleendian", "wchart", "internal"]
    ),
    (
      .utf32BigEndian,
      ["utf32be", "ucs4be", "cp12001", "utf32bigendian", "106461:1993", "106461:1993/ucs4"]
    ),
    (
      .cp949,
      [
        "cp949", "949", "uhc", "ms949", "mscp949", "windows949", "xwindows949", "euckr", "cseuckr",
        "ksc5601", "ksc56011987", "ksc56011989", "ksx1001", "ksx10011992", "csksc56011987",
        "isoir149", "korean", "wansung",
      ]
    ),
    (.johab, ["johab", "cp1361", "1361", "ms1361", "mscp1361", "windows1361", "ksc56011992"]),
    (
      .shiftJIS,
      [
        "shiftjis", "sjis", "xsjis", "cp932", "932", "ms932", "mscp932", "windows31j", "windows932",
        "mskanji", "csshiftjis", "cswindows31j", "sjiswin", "sjisopen", "ibm932", "ibm943",
      ]
    ),
    (.eucJP, ["eucjp", "ujis", "xeucjp", "eucjpms", "eucjpwin", "cp51932", "cseucpkdfmtjapanese"]),
    (
      .gb18030,
      [
        "gb18030", "gbk", "gb2312", "gb231280", "cp936", "936", "ms936", "windows936", "euccn",
        "cngb", "gb", "csgb2312", "chinese", "isoir58", "cp54936",
      ]
    ),
    (.big5, ["big5", "bigfive", "cnbig5", "cp950", "950", "ms950", "windows950", "csbig5"]),
    (.windows1251, ["windows1251", "cp1251", "1251", "mscyrl"]),
    (.koi8R, ["koi8r", "cskoi8r", "cp20866"]),
    (.windows1253, ["windows1253", "cp1253", "1253", "msgreek"]),
    (.thai, ["tis620", "tis6200", "tis6202533", "iso885911", "windows874", "cp874", "thai"]),
    (.windows1252, ["windows1252", "cp1252", "1252", "ms1252", "msansi", "xcp1252"]),
  ]

  /// Other encodings that people name in more ways than `iconv` understands.
  private static let others: KeyValuePairs<String, String> = [
    "latin1": "ISO-8859-1", "l1": "ISO-8859-1", "iso88591": "ISO-8859-1", "cp819": "ISO-8859-1",
    "ascii": "US-ASCII", "usascii": "US-ASCII", "koi8u": "KOI8-U",
    "eucjisx0213": "EUC-JISX0213", "euctw": "EUC-TW", "big5hkscs": "BIG5-HKSCS",
    "macroman": "MACINTOSH",
  ]

  /// Beginnings of the names of encodings with a memory: those that shift between alphabets by escape sequences, UTF-7,
  /// and others in which a character may change the one before.
  private static let prefixesWithMemory = [
    "iso2022", "csiso2022", "utf7", "osf", "tscii", "eucjisx0213", "shiftjisx0213", "big5hkscs",
  ]

  /// Whether what bytes mean in the encoding of that name depends on what stands far before them.
  static func hasMemory(_ name: String) -> Bool {
    let key = squeezed(name)
    return prefixesWithMemory.contains(where: key.hasPrefix)
  }

  private static let table: [String: TextEncoding] = {
    var table: [String: TextEncoding] = [:]
    for (encoding, names) in spellings {
      for name in names { table[name] = encoding }
    }
    return table
  }()

  /// One of the constants, if that is what the name means.
  static func known(_ name: String) -> TextEncoding? { table[squeezed(name)] }

  /// An encoding of that name that `iconv` knows.
  static func converter(for name: String) -> TextEncoding? {
    // iconv -l ends names with slashes; "//TRANSLIT" and its like are instructions to the converter, and an empty name
    // is the locale's.
    var name = name[...]
    while name.last == "/" { name.removeLast() }
    let key = squeezed(String(name))
    let isPlain = name.utf8.allSatisfy { byte in
      switch UInt8(ascii: " ")...UInt8(ascii: "~") ~= byte ? Unicode.Scalar(byte) : "%" {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", ":", "(", ")", " ", "/": true
      default: false
      }
    }
    guard isPlain, !key.isEmpty, !key.contains("//"), !key.contains("..") else { return nil }
    var candidates = others.filter { $0.key == key }.map(\.value)
    candidates += [name.uppercased(), name.uppercased() + "/"]
    for prefix in ["windows", "ms", "cp", "ibm", "xcp"] where key.hasPrefix(prefix) {
      let number = key.dropFirst(prefix.count)
      if !number.isEmpty && number.allSatisfy(\.isNumber) { candidates.append("CP" + number) }
    }
    if key.hasPrefix("iso8859") { candidates.append("ISO-8859-" + key.dropFirst(7)) }
    candidates.append(key.uppercased())
    for candidate in candidates where IconvHandle(from: candidate) != nil {
      return TextEncoding(name: candidate.lowercased(), converterName: candidate)
    }
    return nil
  }

  /// The known name that is most like `name`, if any is.
  static func nearest(to name: String) -> String? {
    let key = Array(squeezed(name).utf8)
    var best: (encoding: String, distance: Int)?
    func consider(_ spelling: String, of encoding: String) {
      let distance = editDistance(key, Array(spelling.utf8))
      if distance < best?.distance ?? .max { best = (encoding, distance) }
    }
    for (encoding, names) in spellings {
      for spelling in names { consider(spelling, of: encoding.name) }
    }
    for (spelling, converterName) in others { consider(spelling, of: converterName.lowercased()) }
    guard let best, best.distance <= (key.count + 1) / 3 else { return nil }
    return best.encoding
  }

  /// The name without case, hyphens, underscores and spaces.
  private static func squeezed(_ name: String) -> String {
    var key = name.lowercased().filter { !"-_ ".contains($0) }
    while key.last == "/" { key.removeLast() }
    return key
  }

  /// How many bytes must be put in, taken out or changed to turn one name into the other.
  private static func editDistance(_ name: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (position, byte) in name.enumerated() {
      var diagonal = row[0]
      row[0] = position + 1
      for (column, candidate) in other.enumerated() {
        let substituted = diagonal + (byte == candidate ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
      }
    }
    return row[other.count]
  }
}
