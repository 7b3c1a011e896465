/// Short texts that are often saved in place of the file that was meant.
enum StandInFormat {
  /// A pointer of Git LFS, or the page by which a server says that it has no such file.
  static func recognized(by head: ArraySlice<UInt8>) -> FileFormat? {
    if head.starts(with: "version https://git-lfs.github.com/spec/".utf8)
      || head.starts(with: "version https://hawser.github.com/spec/".utf8)
    {
      return FileFormat(
        "a pointer of Git LFS, the file itself is not here", advice: "run: git lfs pull")
    }
    return errorPage(head)
  }

  /// Throws `corrupt` where one stands in place of a file of ours.
  static func refuse(in file: InputFile) throws(StorageError) {
    guard file.size < mostBytes, let found = recognized(by: try file.read(file.size, at: 0)[...])
    else { return }
    throw .corrupt(
      file: file.path, offset: nil, expected: "the file itself", found: found.name,
      advice: found.advice)
  }

  /// Titles and words of pages that stand for an error.
  private static let errors = [
    "400 bad request", "401 unauthorized", "403 forbidden", "404", "not found", "410 gone",
    "429 too many requests", "500 internal server error", "502 bad gateway", "503 service",
    "504 gateway", "access denied", "page not found", "error 4", "error 5", "forbidden",
    "just a moment", "attention required", "sign in", "log in",
  ]

  /// A page that is longer than this has something else to say.
  private static let mostBytes = 1 << 14

  /// A short HTML page whose title is an error's: it tells of the file, and is not the file.
  private static func errorPage(_ head: ArraySlice<UInt8>) -> FileFormat? {
    // Nearly all texts are told by their first letter.
    let front = head.drop { $0 == 0x20 || 0x09...0x0D ~= $0 || [0xEF, 0xBB, 0xBF].contains($0) }
    guard head.count < mostBytes, front.first == UInt8(ascii: "<") else { return nil }
    let text = String(decoding: head.prefix(4096), as: UTF8.self).lowercased()
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    guard start.hasPrefix("<!doctype html") || start.hasPrefix("<html"),
      let open = text.range(of: "<title"), let close = text.range(of: "</title"),
      open.upperBound < close.lowerBound
    else {
      // The storage services of large hosts answer in XML.
      let isStorage = start.hasPrefix("<?xml") && text.contains("<error><code>")
      return isStorage ? page("an error in XML") : nil
    }
    let title = text[open.upperBound..<close.lowerBound].drop { $0 != ">" }.dropFirst()
    return errors.contains { title.contains($0) } ? page("a page of HTML") : nil
  }

  private static func page(_ what: String) -> FileFormat {
    FileFormat("\(what) by which a server says that it does not give the file", .fetchAgain)
  }
}

extension String {
  /// The first place of a text in this one.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
