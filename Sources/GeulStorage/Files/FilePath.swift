/// A path cut into its folder and its last name, from which the hidden names beside it are made.
struct FilePath {
  let folder: String
  let name: String

  /// Throws `cannotCreate` if the path does not end in a name that could be given to a new file.
  init(_ path: String) throws(StorageError) {
    var scalars = path.unicodeScalars[...]
    while scalars.last == "/" {
      scalars.removeLast()
    }
    let slash = scalars.lastIndex(of: "/")
    name = String(slash.map { scalars[scalars.index(after: $0)...] } ?? scalars)
    let parent = slash.map { String(scalars[..<$0]) } ?? "."
    folder = parent.isEmpty ? "/" : parent
    guard !name.isEmpty, name != ".", name != ".." else {
      throw .cannotCreate(
        file: path, reason: "the path does not end in a name",
        advice: "choose a path such as runs/first")
    }
  }

  /// The whole path without slashes at its end.
  var path: String { Self.join(folder, name) }

  /// Where the old folder waits while the new one takes its name, if they cannot change places.
  var previous: String { Self.join(folder, ".\(name).partial-previous") }

  /// Where what is not finished lies; further attempts find another name if this one is taken.
  func partial(process: Int32, attempt: Int) -> String {
    let suffix = attempt == 0 ? "" : "-\(attempt)"
    return Self.join(folder, ".\(name).partial-\(process)\(suffix)")
  }

  static func join(_ folder: String, _ name: String) -> String {
    switch folder {
    case ".": name
    case "/": "/" + name
    default: folder + "/" + name
    }
  }

  /// Whether a name in a folder was made by `partial`.
  static func isPartial(_ name: String) -> Bool {
    guard name.hasPrefix("."), let mark = name.lastRange(of: ".partial-") else { return false }
    let parts = name[mark.upperBound...].split(separator: "-", omittingEmptySubsequences: false)
    return mark.lowerBound > name.index(after: name.startIndex) && (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// The name that a folder will have again if a name in its parent was made by `previous`.
  static func nameBeforePrevious(_ name: String) -> String? {
    let ending = ".partial-previous"
    guard name.hasPrefix("."), name.hasSuffix(ending), name.utf8.count > ending.utf8.count + 1
    else { return nil }
    return String(name.dropFirst().dropLast(ending.utf8.count))
  }
}

extension String {
  /// The last place where the text occurs, compared byte by byte.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    var start = utf8.endIndex
    while start > utf8.startIndex {
      start = utf8.index(before: start)
      if utf8[start...].starts(with: text.utf8) {
        return start..<utf8.index(start, offsetBy: text.utf8.count)
      }
    }
    return nil
  }
}
