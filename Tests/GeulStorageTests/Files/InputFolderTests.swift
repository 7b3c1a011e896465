import FoundationEssentials
import GeulStorage
import Testing

@Suite struct InputFolderTests {
  private func folder(_ temporary: TemporaryFolder, sealed: Bool = true) throws -> String {
    let path = temporary.path("folder")
    try AtomicFolder(path).write { (folder) throws(StorageError) in
      try folder.file("a.json", Array("{}".utf8))
      try folder.file("b.bin", Array(repeating: 7, count: 3_000_000))
      if sealed { try folder.seal() }
    }
    return path
  }

  @Test func filesAreReadWhatEverBecomesOfTheFolder() throws {
    let temporary = try TemporaryFolder()
    let path = try folder(temporary)
    let open = try InputFolder(path)
    try FileSystem().removeFolder(path)
    #expect(try open.read("a.json", limit: 100) == Array("{}".utf8))
    #expect(try open.file("b.bin").size == 3_000_000)
    #expect(open.isSealed && open.names == ["a.json", "b.bin", "contents.json"])
    let error = #expect(throws: StorageError.self) { try InputFolder(path) }
    #expect(error?.kind == .missingInput)
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let temporary = try TemporaryFolder()
    let open = try InputFolder(try folder(temporary, sealed: false))
    #expect(!open.isSealed && !open.holds("c"))
    let error = #expect(throws: StorageError.self) { try open.file("c") }
    #expect(error?.file.hasSuffix("folder/c") == true && error?.kind == .missingInput)
    let other = temporary.path("file")
    try Data("x".utf8).write(to: URL(filePath: other))
    #expect(throws: StorageError.self) { try InputFolder(other) }
  }

  /// Each byte counts, and the length.
  @Test(arguments: [0, 1_000_000, 2_999_999])
  func otherBytesThanWereWrittenAreRefused(place: Int) throws {
    let temporary = try TemporaryFolder()
    let path = try folder(temporary)
    var bytes = [UInt8](repeating: 7, count: 3_000_000)
    bytes[place] ^= 64
    for changed in [bytes, Array(bytes.dropLast()), bytes + [7]] {
      try Data(changed).write(to: URL(filePath: path + "/b.bin"))
      let open = try InputFolder(path)
      let error = #expect(throws: StorageError.self) { try open.file("b.bin") }
      #expect(error?.kind == .badData && error?.file.hasSuffix("b.bin") == true)
      #expect(throws: StorageError.self) { try open.file("b.bin") }
      #expect(throws: StorageError.self) { try open.verify() }
      #expect(try open.file("a.json").size == 2)
    }
  }

  @Test func aFileThatTheManifestDoesNotKnowOrMissesIsRefused() throws {
    let temporary = try TemporaryFolder()
    let path = try folder(temporary)
    try InputFolder(path).verify()
    try Data("{}".utf8).write(to: URL(filePath: path + "/c.json"))
    #expect(throws: StorageError.self) { try InputFolder(path).file("c.json") }
    try FileManager.default.removeItem(atPath: path + "/c.json")
    try FileManager.default.removeItem(atPath: path + "/a.json")
    #expect(throws: StorageError.self) { try InputFolder(path).verify() }
  }

  /// While a file is replaced either is right, and the one before the last no longer.
  @Test func aFileMayBeReplaced() throws {
    let temporary = try TemporaryFolder()
    let path = try folder(temporary)
    let manifest = path + "/contents.json"
    func isRight(_ text: String) throws -> Bool {
      try Data(text.utf8).write(to: URL(filePath: path + "/a.json"))
      let open = try InputFolder(path)
      do throws(StorageError) { try open.verify() } catch { return false }
      return true
    }
    var known = try FolderManifest(InputFile(manifest))
    known = known.allowing("a.json", Array("[1]".utf8))
    try AtomicFile(manifest).write(known.serialized())
    #expect(try isRight("{}") && isRight("[1]") && !isRight("[2]"))
    known = known.allowing("a.json", Array("[2]".utf8))
    try AtomicFile(manifest).write(known.serialized())
    #expect(try !isRight("{}") && isRight("[1]") && isRight("[2]"))
  }
}
