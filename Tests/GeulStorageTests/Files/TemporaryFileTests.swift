import FaultInjection
import Foundation
import Testing

@testable import GeulStorage

@Suite struct TemporaryFileTests {
  @Test func keepsWhatIsWrittenAndHasNoName() throws {
    let folder = try TemporaryFolder()
    let file = try TemporaryFile(in: folder.path)
    try file.writer.write([1, 2, 3, 4, 5])
    try file.writer.overwrite([9], at: 1)
    let input = try file.finish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    #expect(input.size == 5)
    #expect(try input.read(5, at: 0) == [1, 9, 3, 4, 5])
  }

  @Test func whereAllFilesHaveNamesItLosesItsOwn() throws {
    let folder = try TemporaryFolder()
    let files = FaultyCalls(missing: .unnamedFiles).fileSystem
    let file = try TemporaryFile(in: folder.path, on: files)
    #expect(try folder.names() == [])
    #expect(fcntl(file.descriptor, F_GETFD) == FD_CLOEXEC)
    #expect(throws: StorageError.self) { _ = try TemporaryFile(in: "/nowhere/at/all", on: files) }
  }

  @Test func holdsWhatAProgramWrites() throws {
    let file = try TemporaryFile()
    let program = try ExternalProgram("sh", for: "a test")
    #expect(try program.run(["-c", "printf four"], output: file.descriptor).status == 0)
    let input = try file.finish()
    #expect(try input.read(input.size, at: 0) == Array("four".utf8))
  }

  /// An empty TMPDIR is none: its files do not go to the root folder.
  @Test func anEmptyVariableIsNone() {
    #expect(["/var/tmp", "/tmp"].contains(TemporaryFile.defaultFolder("")))
    #expect(TemporaryFile.defaultFolder("") == TemporaryFile.defaultFolder(nil))
    #expect(TemporaryFile.defaultFolder("/elsewhere") == "/elsewhere")
  }

  @Test func namesTheFolderThatIsMissing() {
    #expect(throws: StorageError.self) { _ = try TemporaryFile(in: "/nowhere/at/all") }
  }
}
