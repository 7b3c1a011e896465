import GeulWork
import LocalServer
import Synchronization
import Testing

@testable import GeulStorage

/// Downloads from a server on this machine.
@Suite struct DownloaderTests {
  private static let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }

  private static func file(_ server: LocalServer, _ body: [UInt8] = body) -> RemoteFile {
    var hash = SHA256()
    hash.update(body)
    return RemoteFile(url: server.url(), bytes: body.count, sha256: hash.hex)
  }

  private func expectWhole(_ folder: TemporaryFolder) throws {
    #expect(try readFile(folder.path("corpus.txt"), limit: 1 << 20) == Self.body)
    #expect(try folder.names() == ["corpus.txt"])
  }

  @Test func aFileIsFetchedVerifiedAndRecognized() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    let file = Self.file(server)
    let path = folder.path("corpus.txt")
    #expect(try Downloader().fetch(file, to: path) == .downloaded)
    try expectWhole(folder)
    #expect(try Downloader().fetch(file, to: path) == .present)
    #expect(server.requests == ["GET /corpus.txt HTTP/1.1"])
  }

  @Test func foldersAreMadeAndRedirectsFollowed() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.redirect = "/moved.txt" }
    #expect(
      try Downloader().fetch(Self.file(server), to: folder.path("a/b/corpus.txt")) == .downloaded)
    #expect(server.requests.count == 2)
  }

  /// Cut after 70,000 and after 0 bytes of an answer: taken up again where it broke.
  @Test func aBrokenConnectionIsTakenUpAgain() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.cuts = [70_000, 0, 1_000] }
    #expect(
      try Downloader().fetch(Self.file(server), to: folder.path("corpus.txt")) == .downloaded)
    try expectWhole(folder)
    #expect(
      server.requests.map { $0.split(separator: " | ").dropFirst().first ?? "" }
        == ["", "Range: bytes=70000-", "Range: bytes=70000-", "Range: bytes=71000-"])
  }

  /// Four beginnings from nothing, and an attempt to go on after each: then it is given up.
  @Test func aServerWithoutRangesThatBreaksOffIsGivenUp() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { behaviour in
      behaviour.honoursRanges = false
      behaviour.cuts = [Int](repeating: 70_000, count: 100)
    }
    #expect {
      _ = try Downloader(firstPause: .milliseconds(1))
        .fetch(Self.file(server), to: folder.path("corpus.txt"))
    } throws: { error in
      (error as? StorageError)?.kind == .missingInput && "\(error)".contains("4 times")
    }
    #expect(
      server.requests.map { $0.contains("Range: bytes=70000-") }
        == [false, true, false, true, false, true, false, true])
    #expect(try folder.names() == [".corpus.txt.part"])
  }

  /// Three attempts that bring nothing more: 100 and 200 ms lie between them.
  @Test func attemptsHavePausesBetween() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.cuts = [0, 0, 0] }
    let start = ContinuousClock.now
    #expect(throws: StorageError.self) {
      _ = try Downloader(firstPause: .milliseconds(100))
        .fetch(Self.file(server), to: folder.path("corpus.txt"))
    }
    #expect(ContinuousClock.now - start >= .milliseconds(300))
    #expect(server.requests.count == 3)
  }

  @Test func aPauseCanBeStopped() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.cuts = [1_000] }
    let start = ContinuousClock.now
    var callsSinceTheCut = 0
    let stop = StopRequest()
    let outcome = try Downloader(firstPause: .seconds(300))
      .fetch(Self.file(server), to: folder.path("corpus.txt"), stop: stop) { progress in
        if progress == .received(1_000) { callsSinceTheCut += 1 }
        if callsSinceTheCut == 10 { stop.request() }
      }
    #expect(outcome == .stopped)
    #expect(ContinuousClock.now - start < .seconds(60))
    #expect(server.requests.count == 1)
  }

  @Test func whatAnEarlierAttemptLeftIsGoneOnFrom() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.cuts = [120_000, 0, 0, 0] }
    let path = folder.path("corpus.txt")
    #expect {
      _ = try Downloader().fetch(Self.file(server), to: path)
    } throws: { error in
      (error as? StorageError)?.kind == .missingInput && "\(error)".contains("120000 bytes")
    }
    #expect(try folder.names() == [".corpus.txt.part"])
    #expect(try Downloader().fetch(Self.file(server), to: path) == .downloaded)
    try expectWhole(folder)
    #expect(server.requests.last?.hasSuffix("Range: bytes=120000-") == true)
  }

  /// A part that is no beginning of the file, or longer than it, or met by a server without ranges.
  @Test(arguments: [
    ([UInt8](repeating: 7, count: 50_000), true), ([UInt8](repeating: 7, count: 50_000), false),
    ([UInt8](repeating: 7, count: 400_000), true), (Array(body.prefix(99)), false),
    ([UInt8](repeating: 7, count: 300_000), true), (body, true),
  ])
  func aPartOfAnySortEndsInTheRightFile(_ part: [UInt8], _ honoursRanges: Bool) throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.honoursRanges = honoursRanges }
    try folder.write(".corpus.txt.part", part)
    #expect(
      try Downloader().fetch(Self.file(server), to: folder.path("corpus.txt")) == .downloaded)
    try expectWhole(folder)
    #expect(server.requests.isEmpty == (part == Self.body))
  }

  @Test func aWrongHashKeepsNothing() throws {
    let folder = try TemporaryFolder()
    var other = Self.body
    other[299_999] ^= 1
    let server = try LocalServer(.init(other))
    let file = Self.file(server)
    #expect {
      _ = try Downloader().fetch(file, to: folder.path("corpus.txt"))
    } throws: { error in
      (error as? StorageError)?.kind == .badData && "\(error)".contains(file.sha256)
        && "\(error)".contains(Self.file(server, other).sha256)
    }
    #expect(try folder.names() == [])
  }

  @Test(arguments: [-1, 1, 5_000_000])
  func aWrongLengthIsRefused(_ difference: Int) throws {
    let folder = try TemporaryFolder()
    let other =
      difference < 0
      ? Array(Self.body.dropLast(-difference))
      : Self.body + [UInt8](repeating: 0, count: difference)
    let server = try LocalServer(.init(other))
    #expect {
      _ = try Downloader().fetch(Self.file(server), to: folder.path("corpus.txt"))
    } throws: { error in
      (error as? StorageError)?.kind == .badData && "\(error)".contains("300000 bytes")
    }
    #expect(try folder.names() == [".corpus.txt.part"])
    #expect(try InputFile(folder.path(".corpus.txt.part")).size == 0)
  }

  @Test(arguments: [404, 403, 500])
  func aRefusalSaysTheStatus(_ status: Int) throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.status = status }
    #expect {
      _ = try Downloader().fetch(Self.file(server), to: folder.path("corpus.txt"))
    } throws: { error in
      (error as? StorageError)?.kind == .missingInput && "\(error)".contains("\(status)")
        && "\(error)".contains(server.url())
    }
  }

  @Test func stoppingKeepsWhatCame() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    server.change { $0.stall = 60_000 }
    let path = folder.path("corpus.txt")
    let stop = StopRequest()
    let outcome = try Downloader().fetch(Self.file(server), to: path, stop: stop) { progress in
      if case .received(8_000...) = progress { stop.request() }
    }
    #expect(outcome == .stopped)
    #expect(try folder.names() == [".corpus.txt.part"])
    let kept = try readFile(folder.path(".corpus.txt.part"), limit: 1 << 20)
    #expect(kept.count >= 8_000)
    #expect(kept.count <= 60_000 && Self.body.starts(with: kept))
    server.change { $0.stall = nil }
    #expect(try Downloader().fetch(Self.file(server), to: path) == .downloaded)
    #expect(server.requests.last?.hasSuffix("Range: bytes=\(kept.count)-") == true)
    try expectWhole(folder)
  }

  @Test func anotherFileOfTheNameIsKept() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    try folder.write("corpus.txt", [1, 2, 3])
    #expect {
      _ = try Downloader().fetch(Self.file(server), to: folder.path("corpus.txt"))
    } throws: { ($0 as? StorageError)?.kind == .cannotCreate }
    #expect(try readFile(folder.path("corpus.txt"), limit: 9) == [1, 2, 3])
    #expect(server.requests.isEmpty)
  }

  @Test func aSecondProcessMustWait() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    let path = folder.path("corpus.txt")
    let system = FileSystem()
    let lock = try #require(try system.createFile(folder.path(".corpus.txt.part")))
    #expect {
      _ = try Downloader().fetch(Self.file(server), to: path)
    } throws: { "\($0)".contains("another process") }
    try system.close(lock)
    #expect(try Downloader().fetch(Self.file(server), to: path) == .downloaded)
  }

  @Test func withoutCurlItSaysWhatToInstall() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.body))
    #expect {
      _ = try Downloader(searchPath: folder.path)
        .fetch(Self.file(server), to: folder.path("corpus.txt"))
    } throws: { error in
      (error as? StorageError)?.kind == .missingInput && "\(error)".contains("install curl")
    }
  }

  @Test(arguments: [
    ("https://example.org/a", true), ("http://127.0.0.1:80/a", true), ("http://localhost/a", true),
    ("http://example.org/a", false), ("http://127.0.0.1@example.org/", false),
    ("http://127.0.0.1:80@example.org/", false), ("http://localhost.example.org/", false),
    ("https://", false), ("ftp://example.org/a", false), ("file:///etc/passwd", false),
    ("https://example.org/a b", false), ("--output", false), ("HTTPS://example.org/", false),
  ])
  func addressesOfOtherSortsAreRefused(_ url: String, _ isAllowed: Bool) throws {
    let hash = String(repeating: "0", count: 64)
    let file = RemoteFile(url: url, bytes: 1, sha256: hash)
    #expect((file.flaw == nil) == isAllowed)
    #expect(RemoteFile(url: "https://example.org/a", bytes: 0, sha256: hash).flaw != nil)
    #expect(RemoteFile(url: "https://example.org/a", bytes: 1, sha256: "0").flaw != nil)
  }
}
