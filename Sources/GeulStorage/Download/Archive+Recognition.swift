/// What is there already is unpacked once more, out of sight, and compared byte by byte: the archive's
/// hash says nothing about a text that was cut or changed since.
extension Archive {
  /// Compares the file with what the program writes to its standard output.
  func recognize(_ target: String, by arguments: [String], _ watch: Watch) throws {
    let copy = try TemporaryFile(on: fileSystem)
    try run(arguments, output: copy.descriptor, watch)
    try compare(copy.finish(), with: target, watch)
  }

  /// Compares the files of a folder with those that were just unpacked.
  func recognizeTree(_ unpacked: String, at target: String, _ watch: Watch) throws {
    for name in try fileSystem.names(in: unpacked) {
      let (inner, there) = (FilePath.join(unpacked, name), FilePath.join(target, name))
      let kind = try fileSystem.kind(of: inner)
      guard try kind == fileSystem.kind(of: there) else {
        throw otherwise(there, "is missing, or of another kind")
      }
      switch kind {
      case .file: try compare(InputFile(inner, on: fileSystem), with: there, watch)
      case .folder: try recognizeTree(inner, at: there, watch)
      case .other, nil: throw refusal("\(quoted(name)), which is no file")
      }
    }
  }

  private func compare(_ unpacked: InputFile, with target: String, _ watch: Watch) throws {
    let file = try InputFile(target, on: fileSystem)
    switch try FileComparison(unpacked, file, stop: watch.stop, progress: watch.progress) {
    case .same: return
    case .differ(let place):
      throw otherwise(
        target,
        "differs from the byte \(place) on (expected \(unpacked.size) bytes, found \(file.size))")
    }
  }

  private func otherwise(_ file: String, _ how: String) -> StorageError {
    .cannotCreate(
      file: file, reason: "what has this name is not what \(path) holds: it \(how)",
      advice: "remove it to have it unpacked again, or choose another folder")
  }
}
