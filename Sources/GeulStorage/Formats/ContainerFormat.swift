/// Containers of which it takes a look inside to say what they hold.
enum ContainerFormat {
  /// What a zip file is, by the names of its first members.
  static func zip(_ head: ArraySlice<UInt8>) -> FileFormat? {
    let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    let endOfEmpty: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    guard head.starts(with: signature) || head.starts(with: endOfEmpty) else { return nil }
    for (member, name, advice) in members where contains(head, member) {
      return FileFormat(name, advice)
    }
    return FileFormat("a zip archive", .unpack)
  }

  /// A member or media type by which a kind of zip file is known; the order matters.
  private static let members: [(String, String, FileFormat.Advice)] = [
    ("application/hwp+zip", "a Hancom document", .saveAsText),
    ("Contents/section0.xml", "a Hancom document", .saveAsText),
    ("application/epub+zip", "an EPUB book", .exportText),
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text", .saveAsText),
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument table", .saveAsText),
    ("application/vnd.oasis.opendocument", "an OpenDocument file", .saveAsText),
    ("word/", "a Word document", .saveAsText), ("xl/", "an Excel table", .saveAsText),
    ("ppt/", "a PowerPoint presentation", .saveAsText),
    ("archive/data.pkl", "a model of PyTorch", .noText),
    ("/data.pkl", "a model of PyTorch", .noText),
    ("META-INF/MANIFEST.MF", "a Java archive", .noText),
    ("AndroidManifest.xml", "an Android program", .noText), (".npy", "arrays of NumPy", .noText),
  ]

  /// What a compound document of OLE is, by the names of its streams, which are in UTF-16.
  static func compoundDocument(_ head: ArraySlice<UInt8>) -> FileFormat? {
    let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    guard head.starts(with: signature) else { return nil }
    if contains(head, "HWP Document File") || containsWide(head, "HwpSummaryInformation") {
      return FileFormat("a Hancom document", .saveAsText)
    }
    let streams = [
      ("WordDocument", "a Word document"), ("Workbook", "an Excel table"),
      ("Book", "an Excel table"),
      ("PowerPoint Document", "a PowerPoint presentation"),
    ]
    for (stream, name) in streams where containsWide(head, stream) {
      return FileFormat(name, .saveAsText)
    }
    return FileFormat(
      "a document of an office program (Hancom, Word, Excel or PowerPoint)", .saveAsText)
  }

  /// A film, picture or recording in a container of boxes or of RIFF chunks.
  static func image(_ head: ArraySlice<UInt8>) -> FileFormat? {
    let bytes = Array(head.prefix(16))
    guard bytes.count >= 16 else { return nil }
    let brand = bytes[8..<12]
    if bytes[4..<8].elementsEqual("ftyp".utf8) {
      let pictures = ["heic", "heix", "mif1", "avif"]
      let isPicture = pictures.contains { brand.elementsEqual($0.utf8) }
      return FileFormat(isPicture ? "a picture (HEIF)" : "an MP4 or QuickTime film", .noText)
    }
    // What follows is a chunk, and no word of a text.
    let chunks = [
      "fmt ", "LIST", "VP8 ", "VP8L", "VP8X", "COMM", "FVER", "bext", "JUNK", "COMT", "fact",
    ]
    guard bytes.starts(with: "RIFF".utf8) || bytes.starts(with: "FORM".utf8),
      chunks.contains(where: { bytes[12..<16].elementsEqual($0.utf8) })
    else { return nil }
    let kinds = [
      ("WAVE", "a WAV recording"), ("AVI ", "an AVI film"), ("WEBP", "a WebP picture"),
      ("AIFF", "an AIFF recording"), ("AIFC", "an AIFF recording"),
    ]
    return kinds.first { brand.elementsEqual($0.0.utf8) }.map { FileFormat($0.1, .noText) }
  }

  private static func contains(_ head: ArraySlice<UInt8>, _ text: String) -> Bool {
    contains(head, Array(text.utf8))
  }

  private static func containsWide(_ head: ArraySlice<UInt8>, _ text: String) -> Bool {
    contains(head, text.utf8.flatMap { [$0, 0] })
  }

  private static func contains(_ head: ArraySlice<UInt8>, _ pattern: [UInt8]) -> Bool {
    head.withUnsafeBufferPointer { head in
      guard head.count >= pattern.count else { return false }
      return (0...head.count - pattern.count).contains { start in
        head[start] == pattern[0] && pattern.indices.allSatisfy { head[start + $0] == pattern[$0] }
      }
    }
  }
}
