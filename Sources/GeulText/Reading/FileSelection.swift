import GeulStorage
import Glibc

/// Which files of a folder are texts.
struct FileSelection {
  private let patterns: [String]
  private let endings: Set<String>

  /// The files that reading in this way includes.
  init(_ reading: ReadingOptions) {
    patterns = reading.include.map(Self.folded)
    endings = Set(reading.textOf.map { StructuredFormat.endings(for: $0) } ?? ["txt"])
  }

  /// Whether a file is one of them; `path` is its way from the folder on.
  ///
  /// Neither case nor the normal form matters. A pattern without a slash is compared with the name alone. Without patterns the ending
  /// decides, and that beneath the ending of a packed file.
  func includes(_ path: String) -> Bool {
    guard !patterns.isEmpty else { return FileEnding.unpacked(path).map(endings.contains) ?? false }
    let path = Self.folded(path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return Self.byCharacters {
      patterns.contains { fnmatch($0, $0.contains("/") ? path : name, 0) == 0 }
    }
  }

  private static func folded(_ name: String) -> String {
    NormalizationForm.nfc.normalize(name.lowercased())
  }

  /// Runs `body` where `?` of the C library's patterns stands for a character of UTF-8, not for a byte.
  private static func byCharacters(_ body: () -> Bool) -> Bool {
    guard let locale = newlocale(Int32(1) << LC_CTYPE, "C.UTF-8", nil) else { return body() }
    let before = uselocale(locale)
    defer {
      uselocale(before)
      freelocale(locale)
    }
    return body()
  }

  /// What is expected, for a message.
  var words: String {
    patterns.isEmpty
      ? endings.sorted().map { ".\($0)" }.joined(separator: ", ") : patterns.joined(separator: ", ")
  }
}
