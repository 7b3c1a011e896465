import Glibc
import Testing

@testable import GeulStorage

@Suite struct RemovalTests {
  private let files = POSIXFileSystem()

  @Test func removesAFolderAndAllInIt() throws {
    let folder = try TemporaryFolder()
    try files.makeFolders(folder.path("a/b/c"))
    try folder.write("a/b/f", [1])
    try files.removeFolder(folder.path("a"))
    #expect(try folder.names() == [])
    let error = #expect(throws: StorageError.self) { try files.removeFolder(folder.path("a")) }
    #expect(error?.kind == .missingInput)
  }

  @Test(arguments: FaultyFileSystem.Fault.allCases)
  func aFaultWhileRemovingLeavesAllOrNothing(fault: FaultyFileSystem.Fault) throws {
    for place in 0... {
      let folder = try TemporaryFolder()
      try files.makeFolders(folder.path("a"))
      try folder.write("a/f", [1])
      try folder.write("a/g", [2])
      let faulty = FaultyFileSystem(fault, at: place)
      _ = succeeds { () throws(StorageError) in try faulty.removeFolder(folder.path("a")) }
      faulty.bury()
      try files.cleanPartials(in: folder.path)
      let names = try folder.names()
      #expect(names == [] || names == ["a"], "\(place)")
      if names == ["a"] { #expect(try files.names(in: folder.path("a")) == ["f", "g"]) }
      if !faulty.isReached { return }
    }
  }

  @Test func cleaningSparesWhatIsBeingWrittenAndWhatIsNotOurs() throws {
    let folder = try TemporaryFolder()
    let others = [
      ".partial-1", ".x.partial-", ".x.partial-a", ".x.partial-1-2-3", ".x.partial-1-",
      "x.partial-1",
      ".x.previous", "y",
    ]
    for name in others { try folder.write(name, [1]) }
    try AtomicFolder(folder.path("run")).write { (run) throws(StorageError) in
      try AtomicFile(folder.path("f")).write { (file) throws(StorageError) in
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
