import Foundation
import Testing

@testable import GeulStorage

/// Memory that is a file: scratch memory, and files that are mapped.
@Suite struct MappingTests {
  @Test func scratchMemoryKeepsWhatIsStoredAndHasNoName() throws {
    let folder = try TemporaryFolder()
    let memory = try ScratchMemory(10, in: folder.path)
    #expect(memory.count >= 10)
    for place in 0..<10 {
      memory.start.storeBytes(of: UInt8(place), toByteOffset: place, as: UInt8.self)
    }
    try memory.grow(to: 3_000_000)
    #expect(memory.count >= 3_000_000)
    #expect((0..<10).map { memory.start.load(fromByteOffset: $0, as: UInt8.self) } == Array(0..<10))
    #expect(memory.start.load(fromByteOffset: 2_999_999, as: UInt8.self) == 0)
    try memory.grow(to: 5)
    #expect(memory.count >= 3_000_000)
    #expect(try folder.names() == [])
  }

  /// More than the disk has is refused when it is asked for, and what was there is there still.
  @Test func aFullDiskIsAnErrorAndNoSignal() throws {
    let folder = try TemporaryFolder()
    let memory = try ScratchMemory(1, in: folder.path)
    memory.start.storeBytes(of: 7, as: UInt8.self)
    let error = #expect(throws: StorageError.self) { try memory.grow(to: 1 << 60) }
    #expect(error?.kind == .inputOutput)
    #expect(memory.start.load(as: UInt8.self) == 7)
    #expect(throws: StorageError.self) { _ = try ScratchMemory(1, in: "/nowhere/at/all") }
  }

  @Test func aMappedFileOutlivesItsName() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/bytes"
    try Data([3, 1, 4]).write(to: URL(filePath: path))
    let mapped = try InputFile(path).map()
    try FileManager.default.removeItem(atPath: path)
    #expect((0..<3).map { mapped.start.load(fromByteOffset: $0, as: UInt8.self) } == [3, 1, 4])
  }

  @Test func nothingCannotBeMapped() throws {
    let folder = try TemporaryFolder()
    try Data().write(to: URL(filePath: folder.path + "/empty"))
    #expect(throws: StorageError.self) { _ = try InputFile(folder.path + "/empty").map() }
  }
}
