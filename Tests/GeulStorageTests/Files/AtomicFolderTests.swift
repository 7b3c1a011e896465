import FaultInjection
import Testing

@testable import GeulStorage

@Suite struct AtomicFolderTests {
  private func save(
    _ text: String, to path: String, on files: FileSystem = .current
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
    let files = FaultyCalls(missing: canExchange ? [] : .exchange).fileSystem
    for text in ["first", "second", "third"] {
      try save(text, to: path, on: files)
      #expect(try FileSystem().names(in: path) == ["a", "b \(text)"])
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
    let calls = FaultyCalls()
    try save("t", to: folder.path("run"), on: calls.fileSystem)
    let partial = try #require(calls.log.first?.split(separator: " ").last)
    let parent = try #require(folder.path.split(separator: "/").last)
    let steps = calls.log.filter { $0.hasPrefix("sync") || $0.hasPrefix("rename") }
    #expect(steps == ["sync a", "sync b t", "sync \(partial)", "rename run", "sync \(parent)"])
  }

  @Test(arguments: Fault.all, [MissingAbilities(), .exchange])
  func aFaultAtAnyCallLeavesTheOldOrTheNew(fault: Fault, missing: MissingAbilities) throws {
    let count = try sweep(fault, missing: missing) { folder in
      try save("old", to: folder + "/run")
    } run: { folder in
      try save("new", to: folder + "/run")
    } check: { (folder, attempt) throws in
      try FileSystem().cleanPartials(in: folder)
      let path = folder + "/run"
      let text = try contents(of: path + "/a")
      #expect(text == "new" || (!attempt.succeeded && text == "old"), "\(attempt.place)")
      #expect(try contents(of: path + "/b \(text)") == text, "\(attempt.place)")
      #expect(try FileSystem().names(in: path) == ["a", "b \(text)"], "\(attempt.place)")
      #expect(try FileSystem().names(in: folder) == ["run"], "\(attempt.place)")
    }
    #expect(count > 15)
  }

  @Test(arguments: Fault.all)
  func aFaultInAFirstSaveLeavesNothingOrAllOfIt(fault: Fault) throws {
    try sweep(fault) { folder in
      try save("new", to: folder + "/run")
    } check: { (folder, attempt) throws in
      try FileSystem().cleanPartials(in: folder)
      let names = try FileSystem().names(in: folder)
      #expect(names == ["run"] || (!attempt.succeeded && names == []), "\(attempt.place)")
      if names == ["run"] {
        #expect(try FileSystem().names(in: folder + "/run") == ["a", "b new"])
        #expect(try contents(of: folder + "/run/a") == "new")
      }
    }
  }

  @Test(arguments: Fault.harmless, [MissingAbilities(), .exchange])
  func interruptionsAndShortCountsChangeNothing(
    fault: Fault, missing: MissingAbilities
  ) throws {
    try sweep(fault, missing: missing) { folder in
      try save("old", to: folder + "/run")
    } run: { folder in
      try save("new", to: folder + "/run")
    } check: { (folder, attempt) throws in
      #expect(attempt.succeeded, "\(attempt.place)")
      #expect(try FileSystem().names(in: folder) == ["run"], "\(attempt.place)")
      #expect(try FileSystem().names(in: folder + "/run") == ["a", "b new"], "\(attempt.place)")
      #expect(try contents(of: folder + "/run/a") == "new", "\(attempt.place)")
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
