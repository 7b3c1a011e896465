import Foundation
import GeulStorage
import Testing

/// `geul compress` and `geul decompress`.
@Suite struct CompressTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun(Sample.korean, flags: ["--steps", "40"]) }

  @Test func givesBackTheSameBytes() throws {
    let text = Sample.korean + "\r\nCRLF \u{1F642} e\u{301}\r\n"
    let file = try run.folder.write("plain.txt", text)
    let packed = run.folder.path("plain.geul")
    let result = try Geul.run(
      "compress", file, "--model", run.path, "--out", packed, "--json", "--lanes", "3")
    expectSuccess(result)
    let report = try #require(try Events(result).lines.first)
    #expect(try report.integer(at: "bytes") == text.utf8.count)
    #expect(try report.integer(at: "lanes") == 3)
    let size = try report.integer(at: "compressed_bytes")
    #expect(try Data(contentsOf: URL(filePath: packed)).count == size)
    #expect(size < text.utf8.count / 2)
    let back = run.folder.path("back.txt")
    expectSuccess(try Geul.run("decompress", packed, "--model", run.path, "--out", back))
    #expect(try Data(contentsOf: URL(filePath: back)) == Data(text.utf8))
  }

  /// What learns while it codes takes less, begins with a model or with nothing, and says so.
  @Test func learningGivesBackTheSameBytes() throws {
    let text = String(repeating: Sample.korean, count: 2) + "\r\n\u{1F642} e\u{301}"
    let file = try run.folder.write("plain.txt", text)
    let packed = run.folder.path("plain.geul")
    let back = run.folder.path("back.txt")
    var sizes: [Int] = []
    for model in [["--model", run.path], []] {
      let result = try Geul.run(
        ["compress", file, "--adaptive", "--out", packed, "--json"] + model)
      expectSuccess(result)
      let report = try #require(try Events(result).lines.first)
      sizes.append(try report.integer(at: "compressed_bytes"))
      expectSuccess(try Geul.run(["decompress", packed, "--out", back] + model))
      #expect(try Data(contentsOf: URL(filePath: back)) == Data(text.utf8))
    }
    let fixed = try Geul.run("compress", file, "--model", run.path, "--out", packed, "--json")
    let size = try #require(try Events(fixed).lines.first).integer(at: "compressed_bytes")
    #expect(sizes.allSatisfy { $0 < size }, "\(sizes), \(size)")
    let refused = try Geul.run("decompress", packed, "--out", back)
    #expect(refused.status == 65 && refused.errors.contains("--model"))
  }

  @Test func damageLeavesNothing() throws {
    let file = try run.folder.write("plain.txt", Sample.korean)
    let packed = run.folder.path("plain.geul")
    expectSuccess(try Geul.run("compress", file, "--model", run.path, "--out", packed))
    var bytes = try Data(contentsOf: URL(filePath: packed))
    bytes[bytes.count - 2] ^= 16
    try bytes.write(to: URL(filePath: packed))
    let back = run.folder.path("back.txt")
    let result = try Geul.run("decompress", packed, "--model", run.path, "--out", back)
    #expect(result.status == 65)
    #expect(result.errors.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: back))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let file = try run.folder.write("plain.txt", Sample.korean)
    let out = run.folder.path("x.geul")
    let cases: [([String], Int32)] = [
      (["compress", file, "--model", run.path, "--out", out, "--lanes", "0"], 64),
      (["compress", file, "--model", run.path, "--out", out, "--precision", "bf16"], 64),
      (["compress", file, "--model", run.path, "--out", "-", "--json"], 64),
      (["compress", file + ".missing", "--model", run.path, "--out", out], 66),
      (["compress", file, "--model", file, "--out", out], 66),
      (["decompress", file, "--model", run.path, "--out", out], 65),
      (["compress", file, "--out", out], 64),
      (["compress", file, "--adaptive", "--which", "best", "--out", out], 64),
      (["compress", file, "--adaptive", "--precision", "int8", "--out", out], 64),
      (["compress", file, "--model", run.path, "--out", "/dev/full"], 73),
    ]
    for (arguments, status) in cases {
      let result = try Geul.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}
