import GeulText
import Glibc
import Testing

@Suite struct CorpusSourceTests {
  private let folder: TemporaryFolder
  private let text: String

  init() throws {
    folder = try TemporaryFolder()
    text = try folder.write("text".utf8)
  }

  /// Makes an empty file, or a folder, whose name need not be UTF-8.
  private func make(_ name: [UInt8], isFolder: Bool = false) {
    let path = (Array(folder.path.utf8) + [0x2F] + name).map { CChar(bitPattern: $0) } + [0]
    if isFolder {
      #expect(mkdir(path, 0o755) == 0)
    } else {
      let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      #expect(descriptor >= 0)
      close(descriptor)
    }
  }

  private func link(_ name: String, to target: String) {
    #expect(symlink(target, "\(folder.path)/\(name)") == 0)
  }

  /// 글 in CP949 is B1 DB.
  @Test func whatIsNoTextFileIsPassedOver() throws {
    make([0xB1, 0xDB])
    make([0xB1, 0xDB] + Array(".jpg".utf8))
    make([0xB1, 0xDB, 0x30], isFolder: true)
    link("nowhere", to: "none")
    link("loop", to: "loop")
    link("self", to: ".")
    #expect(mkfifo("\(folder.path)/pipe", 0o644) == 0)
    #expect(try CorpusSource(paths: [folder.path]).files == [text])
    #expect(try CorpusSource(paths: [folder.path + "/"]).files == [text])
  }

  @Test func aTextFileOfAnotherEncodingsNameIsTold() throws {
    let name = Array("한".utf8) + [0xB1, 0xDB] + Array(".txt".utf8)
    make(name)
    let error = #expect(throws: TextError.self) { try CorpusSource(paths: [folder.path]) }
    #expect(error == .undecodableName(path: "\(folder.path)/한\\xB1\\xDB.txt"))
    #expect(error?.kind == .missingInput)
    #expect(error?.description.contains("rename the file") == true)
  }

  @Test func aTextFileInAFolderOfAnotherEncodingsNameIsTold() throws {
    // E0 begins a character that ends too early.
    make([0xE0, 0xB1], isFolder: true)
    make([0xE0, 0xB1] + Array("/a.txt".utf8))
    #expect(throws: TextError.undecodableName(path: "\(folder.path)/\\xE0\\xB1/a.txt")) {
      try CorpusSource(paths: [folder.path])
    }
  }

  @Test func aTextFileThatIsABrokenLinkIsTold() throws {
    link("b.txt", to: "none")
    let error = #expect(throws: TextError.self) { try CorpusSource(paths: [folder.path]) }
    #expect(error == .brokenLink(path: folder.path + "/b.txt"))
    #expect(error?.kind == .missingInput)
  }

  @Test func linksToFilesAndFoldersAreFollowed() throws {
    let other = try TemporaryFolder()
    let far = try other.write("far".utf8, to: "far/x.txt")
    link("a", to: other.path)
    link("z.txt", to: far)
    #expect(
      try CorpusSource(paths: [folder.path]).files
        == ["/a/far/x.txt", "/text.txt", "/z.txt"].map { folder.path + $0 })
  }

  /// A name may hold what ends a line or drives a terminal.
  @Test(arguments: [
    TextError.missingFile(path: "a\n\u{1B}[31mb"),
    .noTextFiles(folder: "\u{9B}31m\r", expected: ".txt", found: ""),
    .unknownEncoding(name: "\u{7}\u{2028}", nearest: nil), .emptyCorpus(files: ["\u{7F}", "\t"]),
  ])
  func messagesAreOneLineWithoutControls(_ error: TextError) {
    let controls = error.description.unicodeScalars.filter {
      $0.properties.generalCategory == .control || $0.value == 0x2028
    }
    #expect(controls.isEmpty)
    #expect(error.description.contains("\\u{"))
  }
}
