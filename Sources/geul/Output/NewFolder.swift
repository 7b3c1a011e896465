import Foundation

/// A folder that a command may make, and takes away again where nothing came of it.
struct NewFolder {
  /// Those on the way to it that are not there yet, the last first.
  private let missing: [String]

  /// The folder at a path, before the command makes it.
  init(_ path: String) {
    var missing: [String] = []
    var folder = path
    while !folder.isEmpty, access(folder, F_OK) != 0, errno == ENOENT {
      missing.append(folder)
      while folder.hasSuffix("/") { folder.removeLast() }
      while !folder.isEmpty && !folder.hasSuffix("/") { folder.removeLast() }
    }
    self.missing = missing
  }

  /// Removes what was made since, as far as it is empty; what holds anything stays, with all above it.
  func removeIfEmpty() {
    for folder in missing { if rmdir(folder) != 0 { return } }
  }
}
