import GeulStorage
import Testing

@Suite struct FileFormatTests {
  private func name(_ head: [UInt8]) -> String? { FileFormat.recognized(by: head[...])?.name }

  /// The first bytes that the formats' specifications ask for.
  private static let heads: [([UInt8], String)] = [
    ([0x1F, 0x8B, 8, 0], "gzip"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"),
    ([0x28, 0xB5, 0x2F, 0xFD, 0x24], "zstd"), (ascii("BZh91AY&SY"), "bzip2"),
    (ascii("%PDF-1.7\n"), "a PDF document"), (ascii("SQLite format 3\0"), "an SQLite database"),
    ([0x7F, 0x45, 0x4C, 0x46, 2, 1], "a program or library (ELF)"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a PNG picture"),
    ([0xFF, 0xD8, 0xFF, 0xE0], "a JPEG picture"), (ascii("{\\rtf1"), "a Rich Text document"),
    (ascii("RIFF\u{1}\0\0\0WAVEfmt "), "a WAV recording"),
    (ascii("\0\0\0 ftypisom...."), "an MP4 or QuickTime film"),
    (ascii("!<arch>\ndebian-binary"), "a Debian package"),
    (ascii(String(repeating: "a", count: 257) + "ustar\0"), "a tar archive"),
    (ascii("PK\u{3}\u{4}....mimetypeapplication/hwp+zip"), "a Hancom document"),
    (ascii("PK\u{3}\u{4}....a.txt"), "a zip archive"),
    (
      ascii("version https://git-lfs.github.com/spec/v1\n"),
      "a pointer of Git LFS, the file itself is not here"
    ),
    (
      ascii("<!DOCTYPE html>\n<html><head><title>404 Not Found</title>"),
      "a page of HTML by which a server says that it does not give the file"
    ),
  ]

  private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: heads)
  func formatsAreNamed(head: [UInt8], expected: String) {
    #expect(name(head) == expected)
  }

  /// Compound documents of OLE, by a name in UTF-16 or the first words of a stream.
  @Test func officeDocumentsAreToldApart() {
    let ole: [UInt8] =
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 512)
    #expect(name(ole + Array("HWP Document File V5.00".utf8)) == "a Hancom document")
    #expect(name(ole + "WordDocument".utf8.flatMap { [$0, 0] }) == "a Word document")
    #expect(name(ole)?.hasPrefix("a document of an office program") == true)
  }

  /// Texts that begin as something else does.
  @Test(arguments: [
    "BMW는 달린다", "MZ세대의 말", "PK전에서 이겼다", "RIFF와 WAVE", "GIF 그림", "ID3 태그란", "070701은 숫자다", "%안내",
    "<!DOCTYPE html><html><head><title>봄날</title>", "version https://example.org\n", "", "a",
    "BZh는 압축이다", "FORM에 AIFF를", "TZif\n", "PAR1 시험", "GGUF란 무엇인가",
  ])
  func textsAreTexts(text: String) {
    #expect(name(Array(text.utf8)) == nil)
    #expect(name(Array(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })) == nil)
  }

  @Test func weightsThatArePointersAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("model.safetensors")
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:07\nsize 230692\n"
    try folder.write("model.safetensors", Array(pointer.utf8))
    let error = #expect(throws: StorageError.self) { try SafeTensorsFile(path: path) }
    #expect(error?.description.contains("a pointer of Git LFS") == true)
    #expect(error?.description.contains("git lfs pull") == true)
  }
}
