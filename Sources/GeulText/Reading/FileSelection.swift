import GeulStorage
import Glibc

/// Which files of a folder are texts.
struct FileSelection {
  private let patterns: [String]
  private let endings: Set<String>

  /// The files that reading in this way includes.
  init(_ reading: ReadingOptions) {
    patterns = reading.include.map { $0.lowercased() }
    endings = Set(reading.textOf.map { StructuredFormat.endings(for: $0) } ?? ["txt"])
  }

  /// Whether a file is one of them; `path` is its way from the folder on.
  ///
  /// Case does not matter. A pattern without a slash is compared with the name alone. Without patterns the ending
  /// decides, and that beneath the ending of a packed file.
  func includes(_ path: String) -> Bool {
    guard !patterns.isEmpty else { return FileEnding.unpacked(path).map(endings.contains) ?? false }
    let path = path.lowercased()
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return patterns.contains { fnmatch($0, $0.contains("/") ? path : name, 0) == 0 }
  }

  /// What is expected, for a message.
  var words: String {
    patterns.isEmpty
      ? endings.sorted().map { ".\($0)" }.joined(separator: ", ") : patterns.joined(separator: ", ")
  }
}
