/// What is there already is unpacked once more, out of sight, and compared byte by byte: the archive's
/// hash says nothing about a text that was cut or changed since.
extension Archive {
  /// Compares the file with what the program writes to its standard output.
  func recognize(
    _ target: String, by arguments: [String], _ goOn: () -> Bool
  ) throws(StorageError) -> UnpackingOutcome {
    let copy = try TemporaryFile()
    guard try runWhole(arguments, output: copy.descriptor, goOn) else { return .stopped }
    return try compare(copy.finish(), with: target, goOn)
  }

  /// Compares the files of a folder with those that were just unpacked.
  func recognizeTree(
    _ unpacked: String, at target: String, _ goOn: () -> Bool
  ) throws(StorageError) -> UnpackingOutcome {
    for name in try fileSystem.names(in: unpacked) {
      let (inner, there) = (FilePath.join(unpacked, name), FilePath.join(target, name))
      let kind = try fileSystem.kind(of: inner)
      guard try kind == fileSystem.kind(of: there) else {
        throw otherwise(there, "is missing, or of another kind")
      }
      let outcome: UnpackingOutcome
      switch kind {
      case .file: outcome = try compare(InputFile(inner), with: there, goOn)
      case .folder: outcome = try recognizeTree(inner, at: there, goOn)
      case .other, nil: throw refusal("\(quoted(name)), which is no file")
      }
      guard outcome == .present else { return outcome }
    }
    return .present
  }

  private func compare(
    _ unpacked: InputFile, with target: String, _ goOn: () -> Bool
  ) throws(StorageError) -> UnpackingOutcome {
    let file = try InputFile(target)
    switch try FileComparison(unpacked, file, goOn: goOn) {
    case .same: return .present
    case .stopped: return .stopped
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
