/// Groups of characters that are about as common as each other, by the rows of national standards.
enum Repertoire {
  static let hangul = Array(UInt32(0xAC00)..<0xD7A4)
  static let hanzi = Array(UInt32(0x4E00)..<0xA000)
  static let kana = Array(UInt32(0x3041)..<0x3097) + Array(0x30A1..<0x30FF)
  static let halfWidthKana = Array(UInt32(0xFF61)..<0xFFA0)
  static let fullWidth = Array(UInt32(0xFF01)..<0xFF5F)
  static let compatibilityJamo = Array(UInt32(0x3131)..<0x318F)
  static let punctuation: [UInt32] = "、。〈〉《》「」『』【】〔〕・〜…‥—–‘’“”·※○●□■◇◆△▲▽▼☆★→←↑↓！，．／：；？（）　～"
    .unicodeScalars.map(\.value)
  /// Letters of other scripts: Latin beyond ASCII, Greek, Cyrillic.
  static let letters = Array(UInt32(0xA0)..<0x250) + Array(0x370..<0x530)

  /// KS X 1001, Hangul: rows 16 to 40.
  static let commonHangul = rows(0xB0...0xC8, of: .cp949)
  /// KS X 1001, Hanja: rows 42 to 93.
  static let hanja = rows(0xCA...0xFD, of: .cp949)
  /// JIS X 0208, level 1: rows 16 to 47.
  static let kanji = rows(0xB0...0xCF, of: .eucJP)
  /// JIS X 0208, level 2: rows 48 to 84.
  static let rareKanji = rows(0xD0...0xF4, of: .eucJP)
  /// GB 2312, level 1: rows 16 to 55.
  static let simplified = rows(0xB0...0xD7, of: .gb18030)
  /// GB 2312, level 2: rows 56 to 87.
  static let rareSimplified = rows(0xD8...0xF7, of: .gb18030)
  /// Big5, level 1.
  static let traditional = rows(0xA4...0xC6, 0x40...0xFE, of: .big5)
  /// Big5, level 2.
  static let rareTraditional = rows(0xC9...0xF9, 0x40...0xFE, of: .big5)

  /// The characters of two bytes, the first among `leads` and the second among `trails`.
  ///
  /// None if this system cannot decode the encoding; then it is no candidate either.
  private static func rows(
    _ leads: ClosedRange<UInt8>, _ trails: ClosedRange<UInt8> = 0xA1...0xFE,
    of encoding: TextEncoding
  ) -> [UInt32] {
    let pairs = leads.flatMap { lead in trails.flatMap { [lead, $0] } }
    let trial = TrialDecoding(pairs[...], encoding, isWhole: true)
    return trial?.scalars.filter { $0 >= 0x2E80 && $0 != UTF8Repair.replacement } ?? []
  }
}
