import Glibc

extension FileSystem {
  /// The path, or where nothing has that name what has it in another normal form of Unicode.
  ///
  /// A Mac gives names in conjoining jamo (NFD) where people type syllables (NFC), and both look alike.
  package func found(_ path: String) -> String {
    guard path.utf8.contains(where: { $0 >= 0x80 }), !isThere(path) else { return path }
    var found = path.hasPrefix("/") ? "/" : "."
    for name in path.split(separator: "/") {
      let typed = FilePath.join(found, String(name))
      guard let other = isThere(typed) ? typed : sibling(of: String(name), in: found) else {
        return path
      }
      found = other
    }
    return found
  }

  private func isThere(_ path: String) -> Bool {
    if case .success = retrying({ $0.status(path, followingLinks: true) }) { return true }
    return false
  }

  /// What a folder has under a name that is canonically equivalent, as strings are compared.
  private func sibling(of name: String, in folder: String) -> String? {
    guard case .success(let names) = retrying({ $0.names(in: folder) }) else {
      return nil
    }
    let same = names.compactMap { String(validating: $0, as: UTF8.self) }.first { $0 == name }
    return same.map { FilePath.join(folder, $0) }
  }
}
