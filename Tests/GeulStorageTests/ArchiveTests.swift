import Foundation
import GeulWork
import Testing

@testable import GeulStorage

/// Archives made by the programs that take them apart; a program that is missing is a skipped test.
@Suite struct ArchiveTests {
  private static func has(_ program: String) -> Bool {
    do {
      _ = try ExternalProgram(program, for: "a test")
      return true
    } catch {
      return false
    }
  }

  /// Runs a program in the folder.
  private func run(_ name: String, _ arguments: [String]) throws {
    let program = try ExternalProgram(name, for: "a test")
    let ending = try program.run(arguments)
    try #require(ending.status == 0, "\(ending.complaint)")
  }

  private static let text = Array(String(repeating: "글 one two\n", count: 9_000).utf8)

  /// A folder `in` with `a.txt` and `sub dir/나.txt`.
  private func sample() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileSystem().makeFolders(folder.path("in/sub dir"))
    try folder.write("in/a.txt", Self.text)
    try folder.write("in/sub dir/나.txt", Array("나".utf8))
    return folder
  }

  private func expectSample(at path: String) throws {
    let system = FileSystem()
    #expect(try system.names(in: path) == ["a.txt", "sub dir"])
    #expect(try system.names(in: path + "/sub dir") == ["나.txt"])
    #expect(try readFile(path + "/a.txt", limit: 1 << 20) == Self.text)
  }

  @Test(.enabled(if: has("gzip"))) func gzip() throws {
    let folder = try sample()
    try run("gzip", ["-k", folder.path("in/a.txt")])
    let archive = Archive(folder.path("in/a.txt.gz"), format: .gzip)
    #expect(try archive.unpackFile(nil, to: folder.path("out.txt")) == .unpacked)
    #expect(try readFile(folder.path("out.txt"), limit: 1 << 20) == Self.text)
    #expect(try folder.names() == ["in", "out.txt"])
  }

  @Test(.enabled(if: has("gzip"))) func aDamagedArchiveLeavesNothing() throws {
    let folder = try sample()
    try run("gzip", [folder.path("in/a.txt")])
    let whole = try readFile(folder.path("in/a.txt.gz"), limit: 1 << 20)
    for damaged in [Array(whole.dropLast(9)), Array(whole.dropFirst()), []] {
      try folder.write("cut.gz", damaged)
      #expect {
        _ = try Archive(folder.path("cut.gz"), format: .gzip)
          .unpackFile(nil, to: folder.path("out.txt"))
      } throws: { ($0 as? StorageError)?.kind == .badData }
      #expect(try folder.names() == ["cut.gz", "in"])
    }
  }

  @Test(.enabled(if: has("tar") && has("gzip"))) func tar() throws {
    let folder = try sample()
    try run("tar", ["-czf", folder.path("all.tar.gz"), "-C", folder.path("in"), "."])
    try expectMembers(Archive(folder.path("all.tar.gz"), format: .tarGzip), folder, prefix: "./")
  }

  @Test(.enabled(if: has("zip") && has("unzip"))) func zip() throws {
    let folder = try sample()
    try run("sh", ["-c", "cd \"$0\" && zip -qr ../all.zip .", folder.path("in")])
    try expectMembers(Archive(folder.path("all.zip"), format: .zip), folder, prefix: "")
  }

  private func expectMembers(
    _ archive: Archive, _ folder: TemporaryFolder, prefix: String
  ) throws {
    #expect(try archive.unpackFolder(to: folder.path("out")) == .unpacked)
    try expectSample(at: folder.path("out"))
    #expect(
      try archive.unpackFile(prefix + "sub dir/나.txt", to: folder.path("one.txt")) == .unpacked)
    #expect(try readFile(folder.path("one.txt"), limit: 9) == Array("나".utf8))
    #expect {
      _ = try archive.unpackFile("*.txt", to: folder.path("two.txt"))
    } throws: { "\($0)".contains("the member") }
    let stop = StopRequest()
    stop.request()
    #expect(throws: WorkStopped.self) {
      try archive.unpackFolder(to: folder.path("third"), stop: stop)
    }
    #expect(throws: WorkStopped.self) {
      try archive.unpackFile(prefix + "a.txt", to: folder.path("two.txt"), stop: stop)
    }
    try expectRecognition(archive, folder, prefix: prefix)
    let hidden = try folder.names().filter { $0.hasPrefix(".") }
    #expect(hidden == [])
    #expect(!(try FileSystem().exists(folder.path("third"))))
  }

  /// What is there is right only if each byte is; it is never replaced.
  private func expectRecognition(
    _ archive: Archive, _ folder: TemporaryFolder, prefix: String
  ) throws {
    let unpackAll = { try archive.unpackFolder(to: folder.path("out")) }
    let unpackOne = {
      try archive.unpackFile(prefix + "sub dir/나.txt", to: folder.path("one.txt"))
    }
    #expect(try unpackAll() == .present)
    #expect(try unpackOne() == .present)
    try folder.write("out/notes.txt", [1])
    #expect(try unpackAll() == .present, "other files in the folder do no harm")
    // As long as the right one; longer; none.
    for other in [Array("가".utf8), Array("나다".utf8), []] {
      try folder.write("one.txt", other)
      try folder.write("out/sub dir/나.txt", other)
      expectRefusal("one.txt") { try unpackOne() }
      expectRefusal("나.txt") { try unpackAll() }
      #expect(try readFile(folder.path("one.txt"), limit: 9) == other)
      #expect(try readFile(folder.path("out/sub dir/나.txt"), limit: 9) == other)
    }
    try FileSystem().removeFile(folder.path("out/sub dir/나.txt"))
    expectRefusal("나.txt") { try unpackAll() }
    try folder.write("out/sub dir/나.txt", Array("나".utf8))
    #expect(try unpackAll() == .present)
  }

  private func expectRefusal(_ name: String, _ body: () throws -> UnpackingOutcome) {
    #expect {
      _ = try body()
    } throws: { ($0 as? StorageError)?.kind == .cannotCreate && "\($0)".contains(name) }
  }

  /// A folder of programs for a search path, with one shell script in it.
  ///
  /// A child writes it: no program can be started from a file that is open for writing, and what this process has open
  /// so has for a moment every program too that another test is starting.
  private func program(_ name: String, _ script: String, in folder: TemporaryFolder) throws
    -> String
  {
    try FileSystem().makeFolders(folder.path("bin"))
    let line = "printf '%s\\n' '#!/bin/sh' \"$1\" >\"$0\" && chmod +x \"$0\""
    try run("sh", ["-c", line, folder.path("bin/" + name), script])
    return folder.path("bin")
  }

  /// GNU tar takes what stands before a colon for a host, unless a slash comes first.
  @Test(.enabled(if: has("tar") && has("gzip")), arguments: ["a:b/all.tar.gz", "-a.tar.gz"])
  func pathsAreNeitherHostsNorOptions(_ path: String) throws {
    let folder = try sample()
    try FileSystem().makeFolders(folder.path("a:b"))
    try run("tar", ["-czf", folder.path("all.tar.gz"), "-C", folder.path("in"), "."])
    try run("mv", [folder.path("all.tar.gz"), folder.path(path)])
    // The path is relative: to the folder that the script goes to.
    let programs = try program("tar", "cd '\(folder.path)' && exec tar \"$@\"", in: folder)
    let archive = Archive(path, format: .tarGzip, searchPath: programs)
    #expect(try archive.unpackFolder(to: folder.path("out")) == .unpacked)
    try expectSample(at: folder.path("out"))
  }

  /// Ctrl-C ends the program together with us; and the archive is not to blame for it.
  @Test(.enabled(if: has("sh")), arguments: ["INT", "KILL"])
  func aProgramThatIsKilledLeavesNothing(_ signal: String) throws {
    let folder = try sample()
    _ = try program("gzip", "printf half; kill -\(signal) $$", in: folder)
    let programs = try program(
      "tar",
      "case \"$1\" in -t) echo a.txt;; *) echo half >\"$6\"/a.txt; kill -\(signal) $$;; esac",
      in: folder)
    let file = Archive(folder.path("in/a.txt"), format: .gzip, searchPath: programs)
    let tree = Archive(folder.path("in/a.txt"), format: .tarGzip, searchPath: programs)
    let attempts = [
      { try file.unpackFile(nil, to: folder.path("out")) },
      { try tree.unpackFolder(to: folder.path("out")) },
    ]
    for attempt in attempts {
      #expect {
        _ = try attempt()
      } throws: { ($0 as? StorageError)?.kind == .inputOutput && "\($0)".contains("signal") }
      #expect(try folder.names() == ["bin", "in"])
    }
  }

  @Test(
    .enabled(if: has("tar") && has("gzip")), arguments: ["../escaped.txt", "/geul-escaped.txt"])
  func aMemberThatLeavesTheFolderIsRefused(_ name: String) throws {
    let folder = try sample()
    try run(
      "tar",
      [
        "-czPf", folder.path("bad.tar.gz"), "-C", folder.path("in"),
        "--transform", "s|^a.txt$|\(name)|", "a.txt",
      ])
    #expect {
      _ = try Archive(folder.path("bad.tar.gz"), format: .tarGzip)
        .unpackFolder(to: folder.path("out"))
    } throws: { ($0 as? StorageError)?.kind == .badData && "\($0)".contains(name) }
    #expect(try folder.names() == ["bad.tar.gz", "in"])
  }

  @Test(.enabled(if: has("tar") && has("gzip"))) func linksAreRefused() throws {
    let folder = try sample()
    try run("sh", ["-c", "ln -s /etc \"$0\"/link", folder.path("in")])
    try run("tar", ["-czf", folder.path("bad.tar.gz"), "-C", folder.path("in"), "."])
    #expect {
      _ = try Archive(folder.path("bad.tar.gz"), format: .tarGzip)
        .unpackFolder(to: folder.path("out"))
    } throws: { "\($0)".contains("link") }
    #expect(try folder.names() == ["bad.tar.gz", "in"])
  }

  @Test(arguments: ArchiveFormat.allCases.filter { $0 != .plain })
  func withoutTheProgramItSaysWhatToInstall(_ format: ArchiveFormat) throws {
    let folder = try sample()
    let archive = Archive(folder.path("in/a.txt"), format: format, searchPath: folder.path)
    #expect {
      _ = try archive.unpackFile(format.hasMembers ? "a" : nil, to: folder.path("out.txt"))
    } throws: { "\($0)".contains("install") }
    #expect(try folder.names() == ["in"])
  }
}
