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

  @Test func refusesWhatIsNotUTF8() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0x61, 0xB0, 0xA1])
    #expect(throws: TextError.self) { try TextFile.read(path) }
    #expect(throws: TextError.missingFile(path: path + ".none")) {
      try TextFile.read(path + ".none")
    }
  }
}
