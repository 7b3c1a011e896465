import Foundation
import GeulStorage
import GeulWork
import LocalServer
import Testing

@testable import GeulCorpus
@testable import GeulText

/// Catalogues, and corpora fetched from a server on this machine.
@Suite struct CorpusFetcherTests {
  private static let text = Array("새벽 one\n".utf8)
  /// The text in a stored block of gzip (RFC 1952, RFC 1951 section 3.2.4), made by hand.
  ///
  ///     >>> import zlib; hex(zlib.crc32("새벽 one\n".encode()))
  private static let gzip: [UInt8] =
    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1, 11, 0, 0xF4, 0xFF] + text
    + [0x4B, 0xAF, 0x81, 0x41] + [11, 0, 0, 0]

  private static func entry(
    _ server: LocalServer, _ body: [UInt8], format: ArchiveFormat = .plain, member: String? = nil
  ) -> CorpusEntry {
    var hash = SHA256()
    hash.update(body)
    return CorpusEntry(
      name: "small", title: "A small text", language: "Korean",
      file: RemoteFile(url: server.url(), bytes: body.count, sha256: hash.hex), format: format,
      member: member, licence: "CC0 1.0", licenceURL: "https://example.org/licence",
      attribution: "nobody", purpose: "tests")
  }

  @Test func aPlainTextIsFetchedOnce() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.text))
    let entry = Self.entry(server, Self.text)
    let fetcher = CorpusFetcher(folder: folder.path + "/deep/downloads")
    let first = try #require(try fetcher.fetch(entry))
    #expect(first.path == folder.path + "/deep/downloads/small.txt")
    #expect(first.archive == nil && !first.wasPresent)
    #expect(try readFile(first.path, limit: 99) == Self.text)
    #expect(try fetcher.fetch(entry)?.wasPresent == true)
    #expect(server.requests.count == 1)
  }

  @Test func aPackedTextIsUnpackedBesideItsArchive() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.gzip))
    let entry = Self.entry(server, Self.gzip, format: .gzip)
    let fetcher = CorpusFetcher(folder: folder.path)
    var steps: [FetchProgress] = []
    let first = try #require(try fetcher.fetch(entry) { steps.append($0) })
    #expect(steps.contains(.unpacking))
    #expect(try readFile(first.path, limit: 99) == Self.text)
    #expect(try FileSystem().names(in: folder.path) == ["small.txt", "small.txt.gz"])
    #expect(try fetcher.fetch(entry)?.wasPresent == true)
    // A text that was removed comes back from the archive, without the server.
    try FileManager.default.removeItem(atPath: first.path)
    #expect(try fetcher.fetch(entry)?.wasPresent == false)
    #expect(try readFile(first.path, limit: 99) == Self.text)
    #expect(server.requests.count == 1)
    // A right text whose archive is gone stays; the archive comes again.
    try FileManager.default.removeItem(atPath: folder.path + "/small.txt.gz")
    #expect(try fetcher.fetch(entry)?.wasPresent == false)
    #expect(try fetcher.fetch(entry)?.wasPresent == true)
    #expect(server.requests.count == 2)
  }

  /// The archive's hash says nothing of a text that was cut, or changed at the same length.
  @Test(arguments: [Array(text.dropLast()), text + [10], Array(text.dropLast(2)) + [10, 10], []])
  func aPackedTextThatWasChangedIsRefusedAndKept(_ changed: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.gzip))
    let entry = Self.entry(server, Self.gzip, format: .gzip)
    let fetcher = CorpusFetcher(folder: folder.path)
    let first = try #require(try fetcher.fetch(entry))
    _ = try folder.write(changed, to: "small.txt")
    // With the archive there, and without.
    for _ in 0..<2 {
      #expect {
        _ = try fetcher.fetch(entry)
      } throws: {
        ($0 as? StorageError)?.kind == .cannotCreate && "\($0)".contains(first.path)
      }
      #expect(try readFile(first.path, limit: 99) == changed)
      try FileManager.default.removeItem(atPath: folder.path + "/small.txt.gz")
    }
    try FileManager.default.removeItem(atPath: first.path)
    #expect(try fetcher.fetch(entry)?.wasPresent == false)
    #expect(try readFile(first.path, limit: 99) == Self.text)
  }

  @Test func stoppingIsNoError() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.gzip))
    let entry = Self.entry(server, Self.gzip, format: .gzip)
    let fetcher = CorpusFetcher(folder: folder.path)
    let stop = StopRequest()
    let stopped = try fetcher.fetch(entry, stop: stop) { if $0 == .unpacking { stop.request() } }
    #expect(stopped == nil)
    #expect(try FileSystem().names(in: folder.path) == ["small.txt.gz"])
    #expect(try fetcher.fetch(entry) != nil)
  }

  @Test func theBuiltInCatalogueIsSound() throws {
    let entries = CorpusCatalogue.builtIn.entries
    #expect(Set(entries.map(\.name)).count == entries.count)
    #expect(Set(entries.map(\.language)) == ["English", "Korean"])
    for entry in entries {
      #expect(entry.flaw == nil, "\(entry.name)")
      #expect(entry.file.url.hasPrefix("https://") && entry.licenceURL.hasPrefix("https://"))
      #expect(!entry.title.isEmpty && !entry.attribution.isEmpty && !entry.purpose.isEmpty)
      #expect(CorpusCatalogue.builtIn[entry.name] == entry)
    }
    #expect(CorpusCatalogue.builtIn["nothing"] == nil)
  }

  /// What `json` writes, a file of it reads.
  @Test func aCatalogueIsReadAsItIsWritten() throws {
    let folder = try TemporaryFolder()
    let entries = CorpusCatalogue.builtIn.entries
    let value = JSONValue.object(["corpora": .array(entries.map { .object($0.json) })])
    let path = try folder.write(value.serialized(), to: "catalogue.json")
    #expect(try CorpusCatalogue(file: path).entries == entries)
  }

  @Test(arguments: [
    ("name", "../up"), ("name", ""), ("name", "-x"), ("name", "a/b"), ("name", "Big"),
    ("url", "http://example.org/a"), ("url", "file:///etc/passwd"), ("sha256", "abc"),
    ("format", "rar"), ("member", "a.txt"),
  ])
  func anEntryThatCannotBeIsRefused(_ key: String, _ value: String) throws {
    var object = CorpusCatalogue.builtIn.entries[0].json
    object[key] = .string(value)
    try refuse(object, saying: "corpora[0]")
  }

  @Test func keysAreStrict() throws {
    var object = CorpusCatalogue.builtIn.entries[0].json
    object["sha1"] = "0"
    try refuse(object, saying: "sha1")
    object["sha1"] = nil
    object["licence"] = nil
    try refuse(object, saying: "licence")
    object["licence"] = "CC0"
    object["bytes"] = 0
    try refuse(object, saying: "corpora[0]")
  }

  private func refuse(_ object: JSONObject, saying part: String) throws {
    let folder = try TemporaryFolder()
    let value = JSONValue.object(["corpora": .array([.object(object)])])
    let path = try folder.write(value.serialized(), to: "catalogue.json")
    #expect {
      _ = try CorpusCatalogue(file: path)
    } throws: { error in
      (error as? StorageError)?.kind == .badData && "\(error)".contains(part)
        && "\(error)".contains(path)
    }
  }
}
