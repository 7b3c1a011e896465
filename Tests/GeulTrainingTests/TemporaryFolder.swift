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
    do { try FileManager.default.removeItem(atPath: path) } catch {}
  }

  func path(_ name: String) -> String { path + "/" + name }
}

/// The bytes of a file that a test knows to be small.
func contents(of path: String) throws -> [UInt8] { try readFile(path, limit: 1 << 24) }

/// Replaces or makes a file as simply as can be.
func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(filePath: path))
}
