import Foundation

/// Which part of a line can become what: commands, and what stands behind some of them.
struct CompletionRules {
  /// Commands, each with its slash.
  var commands: [String]
  /// Names that follow `/set`.
  var settings: [String]
  /// Names that follow `/go`.
  var branches: [String] = []
  /// The folder that relative paths begin in.
  var folder = FileManager.default.currentDirectoryPath
  /// What `~` stands for; nil if nothing.
  var home = ProcessInfo.processInfo.environment["HOME"]

  private static let commandsOfFiles = ["/load", "/save", "/prompt"]

  /// What the last part of `line` may become; nil where the line is text.
  func completion(of line: String) -> Completion? {
    guard line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
    guard let blank = line.firstIndex(of: " ") else { return names(commands, for: line) }
    // A path may have blanks, so it is all that follows.
    let rest = String(line[blank...].drop { $0 == " " })
    switch String(line[..<blank]) {
    case "/set":
      return rest.contains(" ") ? Completion(word: "", candidates: []) : names(settings, for: rest)
    case "/go": return names(branches, for: rest)
    case let command where Self.commandsOfFiles.contains(command):
      return Completion(word: rest, candidates: paths(for: rest))
    default: return Completion(word: "", candidates: [])
    }
  }

  private func names(_ names: [String], for word: String) -> Completion {
    Completion(word: word, candidates: names.filter { $0.hasPrefix(word) }.sorted())
  }

  /// Paths that begin with `word`; hidden ones only when asked for, and none with control characters.
  private func paths(for word: String) -> [String] {
    if word == "~" { return home == nil ? [] : ["~/"] }
    let slash = word.lastIndex(of: "/")
    let parent = slash.map { String(word[...$0]) } ?? ""
    let stem = slash.map { String(word[word.index(after: $0)...]) } ?? word
    let place = location(of: parent)
    let found: [String]
    // A folder that cannot be read completes to nothing.
    do { found = try FileManager.default.contentsOfDirectory(atPath: place) } catch { return [] }
    let names = found.filter {
      $0.hasPrefix(stem) && ($0.hasPrefix(".") ? stem.hasPrefix(".") : true)
        && !$0.unicodeScalars.contains {
          $0.properties.generalCategory == .control || $0 == "\u{FFFD}"
        }
    }
    return names.sorted().map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: place + "/" + name, isDirectory: &isFolder)
      return parent + name + (isFolder.boolValue ? "/" : "")
    }
  }

  private func location(of parent: String) -> String {
    if parent.hasPrefix("~/"), let home { return home + parent.dropFirst() }
    return parent.hasPrefix("/") ? parent : folder + "/" + parent
  }
}
