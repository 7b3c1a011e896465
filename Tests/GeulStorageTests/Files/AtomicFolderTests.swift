import Testing

@testable import GeulStorage

@Suite struct AtomicFolderTests {
  private func save(
    _ text: String, to path: String, on files: any FileSystem = POSIXFileSystem()
  ) throws(StorageError) {
    try AtomicFolder(path, on: files).write { (folder) throws(StorageError) in
      try folder.file("a", Array(text.utf8))
      try folder.file("b \(text)") { (file) throws(StorageError) in try file.write(text) }
    }
  }

  @Test(arguments: [true, false])
  func replacesAllThatTheFolderHeld(canExchange: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("run")
    let files = FaultyFileSystem(.failsOnce, at: .max, canExchange: canExchange)
    for text in ["first", "second", "third"] {
      try save(text, to: path, on: files)
      #expect(try POSIXFileSystem().names(in: path) == ["a", "b \(text)"])
      #expect(try contents(of: path + "/a") == text)
      #expect(try folder.names() == ["run"])
    }
  }

  @Test func aSlashAtTheEndIsNoOtherFolder() throws {
    let folder = try TemporaryFolder()
    try save("text", to: folder.path("run//"))
    #expect(try folder.names() == ["run"])
  }

  @Test func syncsEveryFileThenTheFolderThenTheParent() throws {
    let folder = try TemporaryFolder()
    let files = FaultyFileSystem(.failsOnce, at: .max)
    try save("t", to: folder.path("run"), on: files)
    let partial = try #require(files.log.first?.split(separator: " ").last)
    let parent = try #require(folder.path.split(separator: "/").last)
    let steps = files.log.filter { $0.hasPrefix("sync") || $0.hasPrefix("rename") }
    #expect(steps == ["sync a", "sync b t", "sync \(partial)", "rename run", "sync \(parent)"])
  }

  @Test(arguments: FaultyFileSystem.Fault.allCases, [true, false])
  func aFaultAtAnyOperationLeavesTheOldOrTheNew(
    fault: FaultyFileSystem.Fault, canExchange: Bool
  ) throws {
    for place in 0... {
      let folder = try TemporaryFolder()
      let path = folder.path("run")
      try save("old", to: path)
      let files = FaultyFileSystem(fault, at: place, canExchange: canExchange)
      let isSaved = succeeds { () throws(StorageError) in try save("new", to: path, on: files) }
      files.bury()
      try POSIXFileSystem().cleanPartials(in: folder.path)
      let text = try contents(of: path + "/a")
      #expect(text == "new" || (!isSaved && text == "old"), "\(place)")
      #expect(try contents(of: path + "/b \(text)") == text, "\(place)")
      #expect(try POSIXFileSystem().names(in: path) == ["a", "b \(text)"], "\(place)")
      #expect(try folder.names() == ["run"], "\(place)")
      if !files.isReached {
        #expect(isSaved)
        #expect(place > 15)
        return
      }
    }
  }

  @Test(arguments: FaultyFileSystem.Fault.allCases)
  func aFaultInAFirstSaveLeavesNothingOrAllOfIt(fault: FaultyFileSystem.Fault) throws {
    for place in 0... {
      let folder = try TemporaryFolder()
      let files = FaultyFileSystem(fault, at: place)
      let isSaved = succeeds { () throws(StorageError) in
        try save("new", to: folder.path("run"), on: files)
      }
      files.bury()
      try POSIXFileSystem().cleanPartials(in: folder.path)
      let names = try folder.names()
      #expect(names == ["run"] || (!isSaved && names == []), "\(place)")
      if names == ["run"] {
        #expect(try POSIXFileSystem().names(in: folder.path("run")) == ["a", "b new"])
      }
      if !files.isReached { return }
    }
  }

  @Test func aFileOfTheNameIsNotReplaced() throws {
    let folder = try TemporaryFolder()
    try folder.write("run", [1])
    let error = #expect(throws: StorageError.self) { try save("t", to: folder.path("run")) }
    #expect(error?.kind == .cannotCreate)
    #expect(try folder.names() == ["run"])
  }
}
