import GeulText
import Testing

@Suite struct TextFileTests {
  /// A character across the edge of two blocks, a byte order mark, CR LF: all but the mark comes as it is.
  @Test func readsAFileWhole() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "a", count: 65_535) + "글\r\n"
    let path = try folder.write([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    #expect(try TextFile.read(path).values == text.values)
    #expect(try TextFile.read(try folder.write([UInt8]())).values == [])
  }

  /// 비가 오는 날 in CP949, too short to be sure of, and in UTF-16 with its mark.
  @Test func isReadAsACorpusIs() throws {
    let folder = try TemporaryFolder()
    let korean: [UInt8] = [0xBA, 0xF1, 0xB0, 0xA1, 0x20, 0xBF, 0xC0, 0xB4, 0xC2, 0x20, 0xB3, 0xAF]
    var told: [String?] = []
    let old = try TextFile.read(folder.write(korean)) { told.append($0.encoding?.name) }
    #expect(old.values == "비가 오는 날".values)
    let wide = "비가".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let marked = try TextFile.read(folder.write([0xFF, 0xFE] + wide)) {
      told.append($0.encoding?.name)
    }
    #expect(marked.values == "비가".values)
    #expect(told == ["cp949", "utf-16le"])
    let named = try TextFile.read(
      folder.write([0xE9]), encoding: .named(TextEncoding(named: "latin1")))
    #expect(named.values == [0xE9])
  }

  @Test func refusesWhatIsNotThere() throws {
    let path = try TemporaryFolder().path
    #expect(throws: TextError.missingFile(path: path + ".none")) {
      try TextFile.read(path + ".none")
    }
  }

  /// 한글 in conjoining jamo, as a Mac names files.
  @Test func aNameIsFoundInAnotherNormalForm() throws {
    let folder = try TemporaryFolder()
    let written = "\u{1112}\u{1161}\u{11AB}/\u{1100}\u{1173}\u{11AF}.txt"
    let there = try folder.write("글".utf8, to: written)
    let typed = folder.path + "/한/글.txt"
    #expect(try TextFile.read(typed).values == "글".values)
    #expect(try CorpusSource(paths: [typed]).files.map(\.values) == [there.values])
  }
}
