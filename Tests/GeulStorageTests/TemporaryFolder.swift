import FoundationEssentials
import GeulStorage

/// A folder of its own for one test, removed when the test lets go of it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "geul-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    path = url.path(percentEncoded: false)
  }

  deinit {
    // A folder that cannot be removed fails no test; the system clears it in time.
    do { try FileSystem().removeFolder(path) } catch {}
  }

  func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file as simply as can be.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path(name)))
  }

  /// The names in the folder, hidden ones too.
  func names() throws -> [String] {
    try FileSystem().names(in: path)
  }
}

/// The bytes of a file that a test knows to be small.
func contents(of path: String) throws -> String {
  String(decoding: try readFile(path, limit: 1 << 24), as: UTF8.self)
}

/// Whether the operation throws nothing; for tests that fail it in many ways.
func succeeds(_ body: () throws(StorageError) -> Void) -> Bool {
  do {
    try body()
    return true
  } catch {
    return false
  }
}
