import Foundation
import Testing

@testable import geul

@Suite struct LineHistoryTests {
  private let folder: TemporaryFolder
  private let told = Told()

  init() throws { folder = try TemporaryFolder() }

  private final class Told {
    var lines: [String] = []
  }

  private func history(_ path: String) -> LineHistory {
    LineHistory(path: path) { told.lines.append($0) }
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func placesFollowXDG() {
    let home = ["HOME": "/h"]
    #expect(LineHistory.path(in: home) == "/h/.local/state/geul/history")
    let state = home.merging(["XDG_STATE_HOME": "/s"]) { $1 }
    #expect(LineHistory.path(in: state) == "/s/geul/history")
    let relative = home.merging(["XDG_STATE_HOME": "s"]) { $1 }
    #expect(LineHistory.path(in: relative) == "/h/.local/state/geul/history")
    #expect(LineHistory.path(in: [:]) == nil)
  }

  @Test func entriesAreAppendedAndItsOwnersAlone() throws {
    let path = folder.path("a/b/history")
    var first = history(path)
    #expect(first.add("한글") == "한글")
    #expect(first.add("한글") == nil)
    #expect(first.add(" \t ") == nil)
    #expect(first.add("\u{1B}[2Jx\u{7}") == "[2Jx")
    #expect(first.add("e\u{301}") != nil)
    #expect(first.add("\u{E9}") != nil)
    #expect(first.add(String(repeating: "x", count: LineHistory.longest + 1)) == nil)
    let written = Array("한글\n[2Jx\ne\u{301}\n\u{E9}\n".utf8)
    #expect(try bytes(of: path) == written)
    #expect(try mode(path) == 0o600)
    #expect(try mode(folder.path("a")) == 0o700)
    #expect(history(path).entries.count == 4)
    #expect(told.lines.isEmpty)
  }

  @Test func twoSessionsLoseNothing() throws {
    let path = folder.path("history")
    var (first, second) = (history(path), history(path))
    for number in 0..<10 {
      _ = first.add("first \(number)")
      _ = second.add("second \(number)")
    }
    #expect(history(path).entries.count == 20)
  }

  @Test func aLongFileIsTrimmed() throws {
    let path = try folder.write(
      "history", (0..<2500).map { "line \($0)\n" }.joined() + "without an end")
    chmod(path, 0o644)
    var trimmed = history(path)
    #expect(trimmed.entries.count == LineHistory.limit)
    #expect(trimmed.entries.first == "line 501")
    #expect(trimmed.entries.last == "without an end")
    #expect(try mode(path) == 0o600)
    _ = trimmed.add("next")
    #expect(try bytes(of: path).split(separator: 0x0A).count == LineHistory.limit + 1)
    #expect(history(path).entries.suffix(2) == ["without an end", "next"])
  }

  @Test func aDamagedFileIsToldOnce() throws {
    let path = try folder.write("history", Array("one\n".utf8) + [0xFF, 0x0A] + Array("two".utf8))
    var damaged = history(path)
    #expect(damaged.entries == ["one", "two"])
    #expect(told.lines.count == 1)
    _ = damaged.add("three")
    #expect(try bytes(of: path).suffix(10) == Array("two\nthree\n".utf8)[...])
  }

  @Test func withoutAFileItLivesInMemory() throws {
    let file = try folder.write("file", "x")
    for path in [folder.path, file + "/history"] {
      told.lines = []
      var history = history(path)
      #expect(history.add("one") == "one")
      #expect(history.add("two") == "two")
      #expect(history.entries == ["one", "two"])
      #expect(told.lines.count == 1, "\(told.lines)")
    }
    told.lines = []
    var none = LineHistory(path: nil) { told.lines.append($0) }
    #expect(none.add("one") == "one")
    #expect(told.lines.isEmpty)
  }
}
