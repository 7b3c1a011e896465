import FaultInjection
import Glibc
import Testing

@testable import GeulStorage

/// Faults while what was saved is read: an error that says so, or the same bytes, and never others.
@Suite struct ReadingFaultTests {
  private static let names = ["first", "second"]
  private static let metadata = ["made": "한글"]

  private static func bytes(_ name: String) -> [UInt8] {
    (0..<(name == "first" ? 100_000 : 36)).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
  }

  private func save(in folder: String) throws {
    try AtomicFile(folder + "/f").write { (writer) throws(StorageError) in
      try SafeTensors.write(
        Self.names.map { name in
          let bytes = Self.bytes(name)
          return TensorSource(name: name, type: .u8, shape: [bytes.count], bytes: bytes)
        }, metadata: Self.metadata, to: writer)
    }
  }

  private func expectSameOrInputOutput<Outcome: Equatable>(
    _ attempt: Attempt<Outcome>, _ expected: Outcome
  ) {
    switch attempt.result {
    case .success(let found):
      let isSame = found == expected
      #expect(isSame, "\(attempt.place)")
    case .failure(let error):
      #expect((error as? StorageError)?.kind == .inputOutput, "\(attempt.place): \(error)")
    }
  }

  @Test(arguments: Fault.unreadable + Fault.harmless)
  func tensorsAreReadWholeOrNot(fault: Fault) throws {
    let count = try sweep(fault) { folder in
      try save(in: folder)
    } run: { folder in
      let file = try SafeTensorsFile(path: folder + "/f")
      return try Self.names.map { try file.bytes($0) }
    } check: { (_, attempt) throws in
      expectSameOrInputOutput(attempt, Self.names.map(Self.bytes))
      if Fault.harmless.contains(fault) { #expect(attempt.succeeded, "\(attempt.place)") }
    }
    #expect(count == 8)
  }

  @Test(arguments: Fault.unreadable + Fault.harmless)
  func tensorsAreMappedWholeOrNot(fault: Fault) throws {
    let count = try sweep(fault) { folder in
      try save(in: folder)
    } run: { folder in
      let file = try SafeTensorsFile(path: folder + "/f")
      let mapping = try file.map()
      return try Self.names.map { name in
        let range = try file.descriptor(name).byteRange
        return [UInt8](
          UnsafeRawBufferPointer(start: mapping.start + range.lowerBound, count: range.count))
      }
    } check: { (_, attempt) throws in
      expectSameOrInputOutput(attempt, Self.names.map(Self.bytes))
      if Fault.harmless.contains(fault) { #expect(attempt.succeeded, "\(attempt.place)") }
    }
    #expect(count == 7)
  }

  @Test(arguments: Fault.unreadable + Fault.harmless, [MissingAbilities(), .unnamedFiles])
  func aTemporaryFileGivesBackWhatItWasGiven(fault: Fault, missing: MissingAbilities) throws {
    let bytes = Self.bytes("first")
    try sweep(fault, missing: missing) { folder in
      let file = try TemporaryFile(in: folder)
      try file.writer.write(bytes)
      let input = try file.finish()
      return try input.read(input.size, at: 0)
    } check: { (folder, attempt) throws in
      expectSameOrInputOutput(attempt, bytes)
      try FileSystem().cleanPartials(in: folder)
      #expect(try FileSystem().names(in: folder) == [], "\(attempt.place)")
      if Fault.harmless.contains(fault) { #expect(attempt.succeeded, "\(attempt.place)") }
    }
  }

  /// Memory in a file is had or refused, and what it held before stays.
  @Test(arguments: Fault.refusals + Fault.harmless)
  func scratchMemoryIsHadOrRefused(fault: Fault) throws {
    let count = try sweep(fault) { folder in
      let memory = try ScratchMemory(9, in: folder)
      memory.start.storeBytes(of: 0x5A, as: UInt8.self)
      try memory.grow(to: 3 * memory.count)
      return memory.start.load(as: UInt8.self)
    } check: { (_, attempt) throws in
      expectSameOrInputOutput(attempt, 0x5A)
      if Fault.harmless.contains(fault) { #expect(attempt.succeeded, "\(attempt.place)") }
    }
    #expect(count == 6)
  }

  @Test func theRoomThatIsLeftIsKnown() throws {
    let folder = try TemporaryFolder()
    #expect(try FileSystem().freeBytes(at: folder.path) > 0)
    let missing = #expect(throws: StorageError.self) {
      try FileSystem().freeBytes(at: folder.path("absent"))
    }
    #expect(missing?.kind == .missingInput)
    let failed = #expect(throws: StorageError.self) {
      try FaultyCalls(.once(EIO), at: 0).fileSystem.freeBytes(at: folder.path)
    }
    #expect(failed?.kind == .inputOutput)
  }
}
