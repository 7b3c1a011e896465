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
        "status", "status", "unnamed", "lock", "write", "sync", "link", "rename", "lock", "close",
        "open", "sync",
        "lock", "close",
      ])
  }

  /// Whatever the umask and the old file: others must not be able to open it at any moment.
  @Test(arguments: [MissingAbilities(), .unnamedFiles, .linking])
  func whatIsForItsOwnerAloneIsSoFromTheBeginning(missing: MissingAbilities) throws {
    let files = FaultyCalls(missing: missing).fileSystem
    let folder = try TemporaryFolder()
    try folder.write("f", [1])
    chmod(folder.path("f"), 0o644)
    var modes: [mode_t] = []
    func note(_ path: String) {
      var status = stat()
      if stat(path, &status) == 0 { modes.append(status.st_mode & 0o777) }
    }
    try AtomicFile(folder.path("f"), for: .owner, on: files).write {
      (writer) throws(StorageError) in
      note("/proc/self/fd/\(writer.descriptor)")
      try writer.write([2])
    }
    note(folder.path("f"))
    #expect(modes == [0o600, 0o600])
  }

  /// What a killed process cannot leave, no later one has to clear away.
  @Test func hasNoNameUntilItIsWhole() throws {
    let folder = try TemporaryFolder()
    try AtomicFile(folder.path("f")).write { (writer) throws(StorageError) in
      try writer.write([UInt8](repeating: 1, count: 1 << 20))
      #expect(try FileSystem().names(in: folder.path) == [])
    }
    #expect(try folder.names() == ["f"])
  }

  /// By a umask of its own, which is the process's: the mode is compared with that of a file made plainly.
  @Test(arguments: [MissingAbilities(), .unnamedFiles, .linking])
  func whoMayReadItIsAsOfAnyNewFile(missing: MissingAbilities) throws {
    let folder = try TemporaryFolder()
    let files = FaultyCalls(missing: missing).fileSystem
    try AtomicFile(folder.path("f"), on: files).write([UInt8](repeating: 1, count: 3 << 20))
    close(open(folder.path("plain"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o666))
    var (status, plain) = (stat(), stat())
    #expect(stat(folder.path("f"), &status) == 0 && stat(folder.path("plain"), &plain) == 0)
    #expect(status.st_mode == plain.st_mode)
    #expect(status.st_size == 3 << 20)
    #expect(try folder.names() == ["f", "plain"])
  }

  @Test(
    arguments: Fault.all,
    [
      (MissingAbilities(), true), (MissingAbilities(), false),
      (MissingAbilities.unnamedFiles, true),
      (MissingAbilities.linking, true),
    ])
  func aFaultAtAnyCallLeavesTheOldOrTheNew(
    fault: Fault, way: (missing: MissingAbilities, isThereAnOld: Bool)
  ) throws {
    let isThereAnOld = way.isThereAnOld
    let new = String(repeating: "new", count: 100_000)
    let count = try sweep(fault, missing: way.missing) { folder in
      if isThereAnOld { try AtomicFile(folder + "/f").write("old") }
    } run: { folder in
      try AtomicFile(folder + "/f").write(new)
    } check: { (folder, attempt) throws in
      try FileSystem().cleanPartials(in: folder)
      let names = try FileSystem().names(in: folder)
      let text = names.isEmpty ? "" : try contents(of: folder + "/f")
      let isNew = text == new
      let isOld = !attempt.succeeded && text == (isThereAnOld ? "old" : "")
      #expect(isNew || isOld, "\(attempt.place)")
      #expect(names == (isNew || isThereAnOld ? ["f"] : []), "\(attempt.place)")
    }
    #expect(count > 10)
  }

  /// Where files have no name until the end, there is hardly a moment at which a death leaves one.
  @Test func aDeathLeavesAHiddenNameOnlyBetweenTwoCalls() throws {
    var leaves: [Int] = []
    let count = try sweep(.dies) { folder in
      try AtomicFile(folder + "/f").write("new")
    } check: { (folder, attempt) throws in
      let names = try FileSystem().names(in: folder)
      if names.contains(where: FilePath.isPartial) { leaves.append(attempt.place) }
    }
    #expect(leaves.count == 1 && count > 10)
  }

  @Test(arguments: Fault.harmless, [MissingAbilities(), .unnamedFiles, .linking])
  func interruptionsAndShortCountsChangeNothing(
    fault: Fault, missing: MissingAbilities
  ) throws {
    let new = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try sweep(fault, missing: missing) { folder in
      try AtomicFile(folder + "/f").write { (writer) throws(StorageError) in
        try writer.write(new)
        try writer.overwrite([1, 2, 3], at: 5)
      }
    } check: { (folder, attempt) throws in
      #expect(attempt.succeeded, "\(attempt.place)")
      let bytes = try readFile(folder + "/f", limit: 1 << 20)
      let isSame = bytes == new[..<5] + [1, 2, 3] + new[8...]
      #expect(isSame, "\(attempt.place)")
      #expect(try FileSystem().names(in: folder) == ["f"], "\(attempt.place)")
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
