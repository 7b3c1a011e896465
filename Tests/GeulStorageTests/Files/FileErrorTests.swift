import Glibc
import Testing

@testable import GeulStorage

/// The tests may run as root, whom no permission stops, so a path below a regular file stands for one
/// that may not be written.
@Suite struct FileErrorTests {
  private let files = FileSystem()

  @Test func whatCannotBeMadeIsCannotCreate() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", [1])
    let path = folder.path("file/below")
    expect(.cannotCreate) { () throws(StorageError) in try AtomicFile(path).write([1]) }
    expect(.cannotCreate) { () throws(StorageError) in try AtomicFolder(path).write { _ in } }
    expect(.cannotCreate) { () throws(StorageError) in try files.makeFolders(path) }
    expect(.cannotCreate) { () throws(StorageError) in try files.makeFolders(folder.path("file")) }
    expect(.cannotCreate) { () throws(StorageError) in try AtomicFile(folder.path).write([1]) }
    for name in ["", "/", ".", "..", "a/..", "a\0b"] {
      expect(.cannotCreate) { () throws(StorageError) in try AtomicFile(name).write([1]) }
    }
    let long = folder.path(String(repeating: "n", count: 300))
    expect(.cannotCreate) { () throws(StorageError) in try AtomicFile(long).write([1]) }
    let absent = folder.path("absent/f")
    expect(.cannotCreate) { () throws(StorageError) in try AtomicFile(absent).write([1]) }
    #expect(try folder.names() == ["file"])
  }

  @Test func whatCannotBeReadIsMissingInput() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", [1])
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    for name in ["absent", "file/below", "", "pipe", "a\0b"] {
      expect(.missingInput) { () throws(StorageError) in
        _ = try readFile(folder.path(name), limit: 9)
      }
    }
    expect(.missingInput) { () throws(StorageError) in
      _ = try files.names(in: folder.path("absent"))
    }
    #expect(try !files.exists(folder.path("absent")))
    #expect(try !files.exists(folder.path("file/below")))
    #expect(try files.exists(folder.path("pipe")))
  }

  @Test func aFileOverTheLimitIsBadData() throws {
    let folder = try TemporaryFolder()
    try folder.write("f", [1, 2, 3])
    #expect(try readFile(folder.path("f"), limit: 3) == [1, 2, 3])
    expect(.badData) { () throws(StorageError) in _ = try readFile(folder.path("f"), limit: 2) }
  }

  @Test func aFullDiskIsInputOutput() throws {
    // This device exists to refuse each write with "no space left".
    let descriptor = open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(descriptor >= 0)
    let file = OpenFile(descriptor: descriptor, path: "full")
    let error = #expect(throws: StorageError.self) {
      try [UInt8](repeating: 0, count: 9).withUnsafeBytes { try files.write($0, to: file) }
    }
    try files.close(file)
    #expect(error?.kind == .inputOutput)
    #expect(
      error?.description == "full: writing failed: No space left on device; "
        + "free some space, then try again")
  }

  @Test func foldersAreMadeThroughLinksAndTwice() throws {
    let folder = try TemporaryFolder()
    try files.makeFolders(folder.path("real"))
    #expect(symlink("real", folder.path("link")) == 0)
    try files.makeFolders(folder.path("link/a/b/"))
    try files.makeFolders(folder.path("link/a/b"))
    try files.makeFolders(folder.path("link"))
    #expect(try files.names(in: folder.path("real/a")) == ["b"])
  }

  @Test func namesKeepTheirScalarsAndTheOrderOfTheirBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["e\u{301}", "\u{E9}", "Z", "글"] { try folder.write(name, []) }
    let names = try folder.names().map { Array($0.utf8) }
    #expect(names == ["Z", "e\u{301}", "\u{E9}", "글"].map { Array($0.utf8) })
  }

  private func expect(_ kind: StorageError.Kind, _ body: () throws(StorageError) -> Void) {
    do {
      try body()
      Issue.record("nothing was thrown")
    } catch {
      #expect(error.kind == kind, "\(error)")
      #expect(!error.description.contains("\n"))
    }
  }
}
