import FaultInjection
import Foundation
import Testing

@testable import GeulStorage

@Suite struct RemovalTests {
  private let files = FileSystem()

  @Test func removesAFolderAndAllInIt() throws {
    let folder = try TemporaryFolder()
    try files.makeFolders(folder.path("a/b/c"))
    try folder.write("a/b/f", [1])
    try files.removeFolder(folder.path("a"))
    #expect(try folder.names() == [])
    let error = #expect(throws: StorageError.self) { try files.removeFolder(folder.path("a")) }
    #expect(error?.kind == .missingInput)
  }

  @Test(arguments: Fault.all)
  func aFaultWhileRemovingLeavesAllOrNothing(fault: Fault) throws {
    try sweep(fault) { folder in
      try files.makeFolders(folder + "/a")
      for name in ["f", "g"] {
        try Data([1]).write(to: URL(filePath: folder + "/a/" + name))
      }
    } run: { folder in
      try FileSystem.current.removeFolder(folder + "/a")
    } check: { (folder, attempt) throws in
      try files.cleanPartials(in: folder)
      let names = try files.names(in: folder)
      #expect(names == [] || (!attempt.succeeded && names == ["a"]), "\(attempt.place)")
      if names == ["a"] { #expect(try files.names(in: folder + "/a") == ["f", "g"]) }
    }
  }

  @Test(arguments: [MissingAbilities(), .unnamedFiles])
  func cleaningSparesWhatIsBeingWrittenAndWhatIsNotOurs(missing: MissingAbilities) throws {
    let writing = FaultyCalls(missing: missing).fileSystem
    let folder = try TemporaryFolder()
    let others = [
      ".partial-1", ".x.partial-", ".x.partial-a", ".x.partial-1-2-3", ".x.partial-1-",
      "x.partial-1",
      ".x.previous", "y",
    ]
    for name in others { try folder.write(name, [1]) }
    try AtomicFolder(folder.path("run")).write { (run) throws(StorageError) in
      try AtomicFile(folder.path("f"), on: writing).write { (file) throws(StorageError) in
        try file.write("f")
        #expect(try files.cleanPartials(in: folder.path) == [])
      }
      try run.file("a", [1])
      #expect(try files.cleanPartials(in: folder.path) == [])
    }
    #expect(try folder.names() == (others + ["f", "run"]).sorted())
  }

  @Test func cleaningRemovesLeftOversAndNewOnesFindAnotherName() throws {
    let folder = try TemporaryFolder()
    let target = try FilePath(folder.path("f"))
    let taken = target.partial(process: getpid(), attempt: 0)
    try files.makeFolders(taken + "/deep")
    try AtomicFile(folder.path("f")).write([1])
    #expect(try files.cleanPartials(in: folder.path).count == 1)
    #expect(try folder.names() == ["f"])
  }

  @Test func aFolderMovedAsideIsPutBackOnlyIfItsNameIsFree() throws {
    let folder = try TemporaryFolder()
    try files.makeFolders(folder.path(".a.partial-previous"))
    try files.makeFolders(folder.path(".b.partial-previous/old"))
    try files.makeFolders(folder.path("b"))
    try files.cleanPartials(in: folder.path)
    #expect(try folder.names() == ["a", "b"])
    #expect(try files.names(in: folder.path("b")) == [])
  }
}
