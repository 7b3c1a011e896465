import Foundation
import GeulStorage
import Testing

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

  @Test func namesTheFolderThatIsMissing() {
    #expect(throws: StorageError.self) { _ = try TemporaryFile(in: "/nowhere/at/all") }
  }
}
