import Foundation
import GeulText

/// What a run is called after a corpus.
enum RunName {
  /// The name of a file without its ending, or of a folder as it is really called, which `.` and a link do not say; in
  /// NFC, since a name from a Mac is in conjoining jamo, and what people type is not.
  static func of(_ corpus: String) -> String {
    name(of: corpus).precomposedStringWithCanonicalMapping
  }

  private static func name(of corpus: String) -> String {
    if corpus == CorpusSource.standardInput { return "stdin" }
    var isFolder = ObjCBool(false)
    let isThere = FileManager.default.fileExists(atPath: corpus, isDirectory: &isFolder)
    if isThere && isFolder.boolValue, let real = realpath(corpus, nil) {
      defer { free(real) }
      return last(of: String(cString: real))
    }
    let name = last(of: FileEnding.withoutPacking(corpus))
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The last name of a path; the root has none.
  private static func last(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? "corpus"
  }
}
