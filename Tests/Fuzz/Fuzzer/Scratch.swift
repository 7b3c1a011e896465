import FoundationEssentials
import GeulStorage
import Glibc

/// Files for readers that take paths, in a folder in memory that the process has for itself.
///
/// `.ci/fuzz` names one by TMPDIR and removes it, however the process ends.
enum Scratch {
  /// The folder.
  static let folder: String = {
    let url = FileManager.default.temporaryDirectory.appending(path: "geul-fuzz-\(getpid())")
    let path = url.path(percentEncoded: false)
    do { try FileSystem.current.makeFolders(path) } catch { preconditionFailure("\(error)") }
    return path
  }()

  /// A file of these bytes; it is another file than the one that had the name before.
  @discardableResult
  static func file(_ bytes: [UInt8], named name: String = "input") throws -> String {
    let path = folder + "/" + name
    unlink(path)
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }
}

extension [UInt8] {
  /// These bytes with a number in place of the eight at `offset`, little-endian.
  func replacing(at offset: Int, by number: UInt64) -> [UInt8] {
    var bytes = self
    for place in 0..<8 { bytes[offset + place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
    return bytes
  }

  /// The number of the eight bytes at `offset`, little-endian.
  func number(at offset: Int) -> UInt64 {
    self[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
