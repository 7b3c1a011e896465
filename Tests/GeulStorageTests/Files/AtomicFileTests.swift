import Glibc
import Testing

@testable import GeulStorage

@Suite struct AtomicFileTests {
  @Test func writesAndReplaces() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("weights")
    try AtomicFile(path).write(Array("old".utf8))
    #expect(try contents(of: path) == "old")
    try AtomicFile(path).write { (writer) throws(StorageError) in
      try writer.write("n")
      try writer.write(Array("ew".utf8))
      try writer.write(littleEndian: UInt16(0x4142))
      #expect(writer.position == 5)
    }
    #expect(try contents(of: path) == "newBA")
    #expect(try folder.names() == ["weights"])
  }

  /// Sizes around the buffer's 262,144 bytes, in pieces that do and do not divide it.
  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 1_000_003], [7, 4096, 300_000])
  func streamsAnySize(size: Int, piece: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try AtomicFile(folder.path("f")).write { (writer) throws(StorageError) in
      for start in stride(from: 0, to: size, by: piece) {
        try writer.write(Array(bytes[start..<min(start + piece, size)]))
      }
    }
    let isSame = try readFile(folder.path("f"), limit: size) == bytes
    #expect(isSame)
  }

  @Test func syncsBeforeItRenamesAndTheFolderAfter() throws {
    let folder = try TemporaryFolder()
    let files = FaultyFileSystem(.failsOnce, at: .max)
    try AtomicFile(folder.path("f"), on: files).write([1])
    let steps = files.log.map { String($0.prefix { $0 != " " }) }
    #expect(
      steps == ["create", "write", "sync", "rename", "close", "open", "sync", "close"])
  }

  /// Whatever the umask and the old file: others must not be able to open it at any moment.
  @Test func whatIsForItsOwnerAloneIsSoFromTheBeginning() throws {
    let folder = try TemporaryFolder()
    try folder.write("f", [1])
    chmod(folder.path("f"), 0o644)
    var modes: [mode_t] = []
    func note(_ path: String) {
      var status = stat()
      if stat(path, &status) == 0 { modes.append(status.st_mode & 0o777) }
    }
    try AtomicFile(folder.path("f"), for: .owner).write { (writer) throws(StorageError) in
      note(writer.path)
      try writer.write([2])
    }
    note(folder.path("f"))
    #expect(modes == [0o600, 0o600])
  }

  @Test(arguments: FaultyFileSystem.Fault.allCases, [true, false])
  func aFaultAtAnyOperationLeavesTheOldOrTheNew(
    fault: FaultyFileSystem.Fault, isThereAnOld: Bool
  ) throws {
    for place in 0... {
      let folder = try TemporaryFolder()
      let path = folder.path("f")
      if isThereAnOld { try AtomicFile(path).write("old") }
      let files = FaultyFileSystem(fault, at: place)
      let isSaved = succeeds { () throws(StorageError) in
        try AtomicFile(path, on: files).write(String(repeating: "new", count: 100_000))
      }
      files.bury()
      try POSIXFileSystem().cleanPartials(in: folder.path)
      let names = try folder.names()
      let text = names.isEmpty ? "" : try contents(of: path)
      let isNew = text.utf8.count == 300_000
      #expect(isNew || (!isSaved && text == (isThereAnOld ? "old" : "")), "\(place)")
      #expect(names == (isNew || isThereAnOld ? ["f"] : []), "\(place)")
      if !files.isReached {
        #expect(isSaved)
        #expect(place >= 8)
        return
      }
    }
  }

  @Test func theBodysErrorIsThrownAndNothingStays() throws {
    let folder = try TemporaryFolder()
    let error = StorageError.missing(file: "corpus", advice: "none")
    #expect(throws: error) {
      try AtomicFile(folder.path("f")).write { (writer) throws(StorageError) in
        try writer.write("half")
        throw error
      }
    }
    #expect(try folder.names() == [])
  }
}

extension AtomicFile {
  fileprivate func write(_ text: String) throws(StorageError) {
    try write(Array(text.utf8))
  }
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
