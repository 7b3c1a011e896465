import Foundation
import GeulText
import Testing

@Suite struct TextEncodingTests {
  @Test(arguments: [
    ("UTF8", "utf-8"), ("utf-8", "utf-8"), ("UTF-8-SIG", "utf-8"), ("utf_16_le", "utf-16le"),
    ("UTF-16", "utf-16"), ("UCS-4BE", "utf-32be"), ("EUC-KR", "cp949"), ("euckr", "cp949"),
    ("ks_c_5601-1987", "cp949"), ("uhc", "cp949"), ("windows-949", "cp949"), ("ms949", "cp949"),
    ("CP949", "cp949"), ("johab", "johab"), ("CP1361", "johab"), ("SJIS", "shift_jis"),
    ("Windows-31J", "shift_jis"), ("shift_jis", "shift_jis"), ("EUC-JP", "euc-jp"),
    ("GB2312", "gb18030"), ("gbk", "gb18030"), ("Big5", "big5"), ("cp1252", "windows-1252"),
    ("latin1", "iso-8859-1"), ("iso-8859-1", "iso-8859-1"), ("ISO8859-15", "iso8859-15"),
    ("windows-1250", "windows-1250"), ("ms1250", "cp1250"), ("KOI8-R", "koi8-r"),
  ])
  func anySpellingWillDo(_ spelling: String, _ name: String) throws {
    let encoding = try TextEncoding(named: spelling)
    #expect(encoding.name == name)
    #expect(try TextEncoding(named: name) == encoding)
    let stored = try JSONEncoder().encode([encoding])
    #expect(try JSONDecoder().decode([TextEncoding].self, from: stored) == [encoding])
  }

  /// What `iconv` would take for an instruction or a path, or for the machine's own.
  @Test(arguments: [
    "", " ", "cp949//TRANSLIT", "utf-8//IGNORE", "char", "//",
    "../CP949", "cp949,ccs=utf8", "없음", "utf-8\u{0}",
  ])
  func specialitiesAreNoEncodings(_ name: String) {
    #expect(throws: TextError.self) { try TextEncoding(named: name) }
  }

  @Test(arguments: [
    ("utf9", "utf-8"), ("cp94", "cp949"), ("euc-rk", "cp949"), ("shift-jsi", "shift_jis"),
    ("xyzzyplugh", nil),
  ])
  func theNearestIsSuggested(_ name: String, _ nearest: String?) {
    let error = #expect(throws: TextError.self) { try EncodingChoice(name) }
    #expect(error == .unknownEncoding(name: name, nearest: nearest))
    #expect(error?.kind == .wrongUsage)
    #expect(error?.description.contains("\"\(name)\"") == true)
    if let nearest { #expect(error?.description.contains("did you mean \(nearest)?") == true) }
  }

  @Test func aChoiceIsAutomaticOrNamed() throws {
    #expect(try EncodingChoice("Auto") == .auto)
    #expect(try EncodingChoice("euc-kr") == .named(.cp949))
    #expect(EncodingChoice.named(.cp949).name == "cp949")
  }
}
