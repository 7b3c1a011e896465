import Foundation
import GeulStorage
import GeulText
import Testing

/// Documents and their borders, folders, packed files, byte order marks.
@Suite struct DocumentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ source: CorpusSource, _ reading: ReadingOptions = ReadingOptions(), unit: TextUnit = .scalar
  ) throws -> (text: String, starts: [Int]) {
    let corpus = try CorpusEncoder(reading: reading).learn(source, TokenizerOptions(unit: unit))
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    return (corpus.tokenizer.decode(ids), try corpus.tokens.documentStarts())
  }

  /// Words of two files do not become one, and no line feed is added where there is one.
  @Test(arguments: TextUnit.allCases)
  func filesAreJoinedByALineFeed(unit: TextUnit) throws {
    let files = try ["강아지와", "둘\n", "", "셋", "넷\r"].enumerated().map { number, text in
      try folder.write(text.utf8, to: "\(number).txt")
    }
    #expect(
      try read(CorpusSource(files: files), unit: unit).text.values == "강아지와\n둘\n셋\n넷\n".values)
  }

  @Test func paragraphsMayBeDocuments() throws {
    let text = "\n하나\n둘\n\n\n셋\n\n넷\n\n"
    let files = try [folder.write(text.utf8, to: "a.txt"), folder.write("다섯".utf8, to: "b.txt")]
    let reading = ReadingOptions(documents: .blankLine)
    let (read, starts) = try read(CorpusSource(files: files), reading)
    #expect(read.values == (text + "다섯").values)
    #expect(starts == [0, 8, 11, 14])
  }

  @Test func endingsAreComparedWithoutCase() throws {
    for name in ["B.TXT", "a.txt", "c.Txt", "d.md", "e.csv", "README", "f.tar.GZ"] {
      try folder.write(name.utf8, to: name)
    }
    let source = try CorpusSource(paths: [folder.path])
    #expect(source.files == ["B.TXT", "a.txt", "c.Txt"].map { "\(folder.path)/\($0)" })
    #expect(source.folders.map(\.passedOver) == [["md": 1, "csv": 1, "": 1, "gz": 1]])
    #expect(source.folders[0].passedOverWords == "1 without ending, 1 .csv, 1 .gz, 1 .md")
    let chosen = try CorpusSource(
      paths: [folder.path], for: ReadingOptions(include: ["*.MD", "readme"]))
    #expect(chosen.files == ["README", "d.md"].map { "\(folder.path)/\($0)" })
    let tables = try CorpusSource(paths: [folder.path], for: ReadingOptions(textOf: "text"))
    #expect(tables.files == [folder.path + "/e.csv"])
    let error = #expect(throws: TextError.self) {
      try CorpusSource(paths: [folder.path], for: ReadingOptions(include: ["*.rst"]))
    }
    #expect(error?.description.contains("*.rst below this folder, found 3 .txt") == true)
  }

  /// Neither the normal form of a name nor the locale matters to a pattern.
  @Test func patternsCompareCharacters() throws {
    let name = "편지.md".decomposedStringWithCanonicalMapping
    try folder.write("안녕".utf8, to: name)
    for pattern in ["편지.md", "편?.md", name, "[가편]지.MD"] {
      let source = try CorpusSource(
        paths: [folder.path], for: ReadingOptions(include: [pattern]))
      #expect(source.files == ["\(folder.path)/\(name)"], "\(pattern)")
    }
  }

  /// A pipe that nobody writes to would be waited for without end.
  @Test func whatIsNoFileIsPassedOver() throws {
    try folder.write("하나".utf8, to: "a.txt")
    #expect(mkfifo("\(folder.path)/b.txt", 0o600) == 0)
    let source = try CorpusSource(paths: [folder.path])
    #expect(source.files == ["\(folder.path)/a.txt"])
    #expect(source.folders[0].passedOverWords == "1 that is no file")
  }

  /// What a damaged archive yields before its end is no text, which is not the encoding's fault.
  @Test func damageIsToldBeforeTheEncoding() throws {
    let text = (0..<4_000).map { "\($0 * 7919 % 4001) 새벽 강가에 안개가 내렸다.\n" }.joined()
    let packed = try pack(try folder.write(text.utf8, to: "a.txt"), by: "bzip2")
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: packed)))
    bytes[bytes.count / 2] ^= 0xFF
    let path = try folder.write(bytes, to: "b.txt.bz2")
    let error = #expect(throws: StorageError.self) { try read(CorpusSource(files: [path])) }
    #expect(error?.description.contains("expected a whole file packed by bzip2") == true)
  }

  @Test func whatIsNamedInVainIsRefused() throws {
    let error = #expect(throws: TextError.self) { try CorpusSource(paths: ["-", "-"]) }
    #expect(error?.kind == .wrongUsage)
    let path = try folder.write("하나".utf8, to: "a.txt")
    let reading = ReadingOptions(include: ["*.md"])
    #expect(throws: TextError.needlessSelection(pattern: "*.md")) {
      try CorpusSource(paths: [path], for: reading).checkSelection(reading)
    }
    try CorpusSource(paths: [folder.path], for: ReadingOptions(include: ["*.txt"]))
      .checkSelection(ReadingOptions(include: ["*.txt"]))
  }

  @Test(arguments: ["gzip", "xz", "zstd", "bzip2"])
  func packedTextsAreReadAsTheyAre(program: String) throws {
    let text = String(repeating: "새벽 강가에 안개가 내렸다.\n", count: 9_000)
    let path = try folder.write(text.utf8, to: "a.txt")
    let packed = try pack(path, by: program)
    #expect(try read(CorpusSource(files: [packed])).text.values == text.values)
    let bytes = try Data(contentsOf: URL(filePath: packed))
    let cut = try folder.write(bytes.prefix(bytes.count / 2), to: "cut.txt.gz")
    #expect(throws: (any Error).self) { try read(CorpusSource(files: [cut])) }
  }

  /// Packs a file by a program of the system, beside it.
  private func pack(_ path: String, by program: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program, "-c", path]
    let packed = URL(filePath: path + ".packed")
    _ = FileManager.default.createFile(atPath: packed.path, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: packed)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return packed.path
  }

  /// Within a line the mark is a character of the text.
  @Test func marksOfJoinedFilesAreRemovedIfThatIsAsked() throws {
    let text = "\u{FEFF}하나\n\u{FEFF}둘 \u{FEFF}\r\n\u{FEFF}\u{FEFF}셋"
    let source = CorpusSource(files: [try folder.write(text.utf8)])
    #expect(try read(source).text.values == "하나\n\u{FEFF}둘 \u{FEFF}\n\u{FEFF}\u{FEFF}셋".values)
    let reading = ReadingOptions(byteOrderMarks: .lines)
    #expect(try read(source, reading).text.values == "하나\n둘 \u{FEFF}\n셋".values)
  }

  @Test func whatIsNoTextIsNamed() throws {
    let zip: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0]
    let path = try folder.write(zip + Array("........word/document.xml".utf8))
    let error = #expect(throws: TextError.self) { try read(CorpusSource(files: [path])) }
    #expect(
      error?.description
        == "\(path): expected a text, found a Word document; save it as text (.txt) in the program that made it"
    )
    #expect(error?.kind == .badData)
    let pointer = try folder.write(
      "version https://git-lfs.github.com/spec/v1\noid sha256:07\nsize 9\n".utf8)
    #expect(throws: TextError.self) { try read(CorpusSource(files: [pointer])) }
  }
}
