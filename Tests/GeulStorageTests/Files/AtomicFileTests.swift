import FaultInjection
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
    let calls = FaultyCalls()
    try AtomicFile(folder.path("f"), on: calls.fileSystem).write([1])
    let steps = calls.log.map { String($0.prefix { $0 != " " }) }
    #expect(
      steps == [
        "status", "open", "lock", "write", "sync", "rename", "lock", "close", "open", "sync",
        "lock", "close",
      ])
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

  @Test(arguments: Fault.all, [true, false])
  func aFaultAtAnyCallLeavesTheOldOrTheNew(fault: Fault, isThereAnOld: Bool) throws {
    let new = String(repeating: "new", count: 100_000)
    let count = try sweep(fault) { folder in
      if isThereAnOld { try AtomicFile(folder + "/f").write("old") }
    } run: { folder in
      try AtomicFile(folder + "/f").write(new)
    } check: { folder, attempt in
      try FileSystem().cleanPartials(in: folder)
      let names = try FileSystem().names(in: folder)
      let text = names.isEmpty ? "" : try contents(of: folder + "/f")
      let isNew = text == new
      #expect(
        isNew || (!attempt.succeeded && text == (isThereAnOld ? "old" : "")), "\(attempt.place)")
      #expect(names == (isNew || isThereAnOld ? ["f"] : []), "\(attempt.place)")
    }
    #expect(count > 10)
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
