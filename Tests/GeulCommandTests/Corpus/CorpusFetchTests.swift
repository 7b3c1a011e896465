import Foundation
import GeulStorage
import LocalServer
import Testing

/// `geul corpus fetch` with a server on this machine.
@Suite struct CorpusFetchTests {
  private static let text = Array(String(repeating: "고양이가 운다\n", count: 4_000).utf8)

  /// A catalogue of one text on the server; returns its path.
  private func catalogue(
    _ folder: TemporaryFolder, _ server: LocalServer, _ body: [UInt8] = text
  ) throws -> String {
    var hash = SHA256()
    hash.update(body)
    let entry: JSONValue = [
      "name": "cats", "title": "Cats", "language": "Korean", "url": .string(server.url()),
      "bytes": .integer(Int64(body.count)), "sha256": .string(hash.hex), "format": "plain",
      "licence": "CC0 1.0", "licence_url": "https://example.org/cc0", "attribution": "a cat",
      "purpose": "tests",
    ]
    return try folder.write(
      "catalogue.json", JSONValue.object(["corpora": [entry]]).serialized())
  }

  @Test func theCatalogueIsListed() throws {
    let table = try Geul.run("corpus", "fetch")
    expectSuccess(table)
    #expect(table.output.contains("tinyshakespeare") && table.output.contains("1,115,394 bytes"))
    let json = try Geul.run("corpus", "fetch", "--json")
    expectSuccess(json)
    for line in json.output.split(separator: "\n") {
      let entry = try JSONReader(Array(line.utf8), file: "output")
      #expect(try entry.string(at: "sha256").utf8.count == 64)
    }
    #expect(json.errors.isEmpty)
  }

  @Test func aCorpusIsShownFetchedAndRecognized() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.text))
    let list = try catalogue(folder, server)
    let words = ["corpus", "fetch", "cats", "--catalogue", list]
    let first = try Geul.run(words, folder: folder.path)
    expectSuccess(first)
    #expect(first.output == "downloads/cats.txt\n")
    #expect(try bytes(of: folder.path("downloads/cats.txt")) == Self.text)
    for part in ["CC0 1.0", server.url(), "80,000 bytes", "a cat"] {
      #expect(first.errors.contains(part), "\(first.errors)")
    }
    let second = try Geul.run(words + ["--json"], folder: folder.path)
    expectSuccess(second)
    let object = try JSONReader(second.outputBytes, file: "output")
    #expect(try object.bool(at: "was_present"))
    #expect(try object.string(at: "path") == "downloads/cats.txt")
    #expect(server.requests.count == 1)
  }

  @Test func refusalsHaveTheirExitCodes() throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.text))
    let list = try catalogue(folder, server)
    let words = ["corpus", "fetch", "cats", "--catalogue", list, "--out", folder.path("out")]
    expectRefusal(
      try Geul.run("corpus", "fetch", "cat", "--catalogue", list), 64, saying: ["cats"])
    expectRefusal(
      try Geul.run("corpus", "fetch", "cats", "--catalogue", list + ".none"), 66)
    let withoutCurl = try Geul.run(words, environment: ["PATH": folder.path])
    #expect(withoutCurl.status == 66 && withoutCurl.errors.contains("install curl"))
    server.change { $0.status = 404 }
    let missing = try Geul.run(words)
    #expect(missing.status == 66 && missing.errors.contains("404"), "\(missing.errors)")
    server.change { behaviour in
      behaviour.status = 200
      behaviour.body[3] ^= 1
    }
    let wrong = try Geul.run(words)
    #expect(wrong.status == 65 && wrong.errors.contains("sha256"), "\(wrong.errors)")
    #expect(try names(in: folder.path("out")) == [])
    try folder.write("file", "")
    #expect(try Geul.run(Array(words.dropLast()) + [folder.path("file")]).status == 73)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func aSignalKeepsWhatCame(_ signal: Int32, _ status: Int32) throws {
    let folder = try TemporaryFolder()
    let server = try LocalServer(.init(Self.text))
    server.change { $0.stall = 40_000 }
    let list = try catalogue(folder, server)
    let words = ["corpus", "fetch", "cats", "--catalogue", list, "--out", folder.path]
    let child = try Geul.start(words)
    let part = folder.path(".cats.txt.part")
    try wait("the first bytes") { size(of: part) > 0 }
    child.send(signal)
    let result = try child.finish()
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.contains("goes on from there"))
    #expect(size(of: part) > 0)
    server.change { $0.stall = nil }
    expectSuccess(try Geul.run(words))
    #expect(server.requests.last?.contains("Range: bytes=") == true)
    #expect(try bytes(of: folder.path("cats.txt")) == Self.text)
  }

  private func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
