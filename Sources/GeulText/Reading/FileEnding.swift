import GeulStorage

/// The endings of files' names, without the dot and without regard to case.
package enum FileEnding {
  /// The ending of a path, in small letters; nil if it has none.
  static func of(_ path: some StringProtocol) -> String? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    let ending = name[name.index(after: dot)...].lowercased()
    return ending.isEmpty ? nil : ending
  }

  /// Whether a path ends as packed files do.
  static func isPacked(_ path: String) -> Bool {
    of(path).map { Packing.fileExtensions[$0] != nil } ?? false
  }

  /// A path without the ending of what packed the file.
  package static func withoutPacking(_ path: String) -> String {
    guard let ending = of(path), Packing.fileExtensions[ending] != nil else { return path }
    return String(path.dropLast(ending.count + 1))
  }

  /// The ending that a packed file has beneath that of what packed it, such as `txt` of `a.txt.gz`.
  static func unpacked(_ path: some StringProtocol) -> String? {
    of(withoutPacking(String(path)))
  }
}
