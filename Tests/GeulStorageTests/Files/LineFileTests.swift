import FaultInjection
import Foundation
import Testing

@testable import GeulStorage

@Suite struct LineFileTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func contents(_ path: String) throws -> String {
    String(decoding: try readFile(path, limit: 1 << 20), as: UTF8.self)
  }

  @Test func linesAreAppendedWhetherTheFileIsThereOrNot() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("notes.jsonl")
    for round in 1...3 {
      let file = try LineFile(path)
      try file.append(bytes("round \(round)\n"))
      try file.append(bytes("한글\n"))
    }
    #expect(
      try contents(path) == "round 1\n한글\nround 2\n한글\nround 3\n한글\n")
  }

  /// What a process that died in the middle of a line left is cut off, whatever its length.
  @Test(arguments: [0, 1, 4095, 4096, 4097, 20_000])
  func anUnfinishedLineIsCutOff(length: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("notes.jsonl")
    let rest = String(repeating: "x", count: length)
    for whole in ["", "{}\n", "{}\n\n"] {
      try Data(bytes(whole + rest)).write(to: URL(filePath: path))
      let file = try LineFile(path)
      #expect(try contents(path) == whole)
      try file.append(bytes("next\n"))
      #expect(try contents(path) == whole + "next\n")
    }
  }

  @Test func linesAreCutFromTheEndUntilOneIsKept() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("notes.jsonl")
    let file = try LineFile(path)
    for number in 1...9 {
      try file.append(bytes(String(repeating: "\(number)", count: 3000) + "\n"))
    }
    try file.cut { $0.first.map { $0 <= UInt8(ascii: "6") } ?? false }
    #expect(try contents(path).utf8.count == 6 * 3001)
    try file.append(bytes("7\n"))
    #expect(try contents(path).hasSuffix("6\n7\n"))
    try file.cut { _ in false }
    #expect(try contents(path) == "")
  }

  /// A write that fails by half leaves no half of a line, and the next one stands where it should.
  @Test func aWriteThatFailsLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("notes.jsonl")
    for place in 0..<20 {
      let calls = FaultyCalls(.once(ENOSPC), at: place)
      var written = ""
      do {
        let file = try LineFile(path + "\(place)", on: calls.fileSystem)
        for line in ["one\n", "two\n", "three\n"] {
          do {
            try file.append(bytes(line))
            written += line
          } catch {}
        }
      } catch { continue }
      #expect(try contents(path + "\(place)") == written, "\(place)")
    }
  }

  private func appendTwo(in folder: String) throws {
    let file = try LineFile(folder + "/notes")
    try file.append(bytes("two\n"))
    try file.append(bytes("three\n"))
  }

  /// A line is there whole or not at all once the file is opened again, and none before it is lost.
  @Test(arguments: Fault.all)
  func aFaultAtAnyCallLeavesWholeLines(fault: Fault) throws {
    let count = try sweep(fault) { folder in
      try Data(bytes("one\n")).write(to: URL(filePath: folder + "/notes"))
    } run: { folder in
      try appendTwo(in: folder)
    } check: { (folder, attempt) throws in
      _ = try LineFile(folder + "/notes")
      let text = try contents(folder + "/notes")
      let whole = ["one\n", "one\ntwo\n", "one\ntwo\nthree\n"]
      #expect(whole.contains(text), "\(attempt.place): \(text)")
      // Lines are not synced one by one: they survive the process, and no power cut.
      if attempt.succeeded, Fault.refusals.contains(fault) { #expect(text == whole[2]) }
    }
    #expect(count >= 8)
  }

  @Test(arguments: Fault.harmless)
  func interruptionsAndShortCountsChangeNothing(fault: Fault) throws {
    try sweep(fault) { folder in
      try Data(bytes("one\nunfinished")).write(to: URL(filePath: folder + "/notes"))
    } run: { folder in
      try appendTwo(in: folder)
    } check: { (folder, attempt) throws in
      #expect(attempt.succeeded, "\(attempt.place)")
      #expect(try contents(folder + "/notes") == "one\ntwo\nthree\n", "\(attempt.place)")
    }
  }

  @Test func aFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: StorageError.self) { try LineFile(folder.path) }
    #expect(error?.kind == .cannotCreate)
  }
}
