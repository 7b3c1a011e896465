import Foundation
import GeulStorage
import Testing

/// `geul inspect embeddings`.
@Suite struct InspectEmbeddingsTests {
  private func run(_ units: String, _ flags: String...) throws -> TrainedRun {
    try TrainedRun(Sample.korean, flags: ["--steps", "5", "--units", units] + flags)
  }

  private func report(_ run: TrainedRun, _ arguments: String...) throws -> JSONReader {
    let result = try Geul.run(["inspect", "embeddings", run.path, "--json"] + arguments)
    expectSuccess(result)
    return try #require(try Events(result).lines.first)
  }

  @Test(arguments: ["scalar", "grapheme"]) func syllablesAreCompared(units: String) throws {
    let run = try run(units)
    let found = try report(run, "--top", "3")
    let nearest = try found.elements(at: "nearest")
    #expect(nearest.count == 3)
    #expect(try nearest[0].string(at: "symbol") == "␣")
    #expect(try nearest[0].elements(at: "nearest").count == 6)
    #expect(try found.elements(at: "variance_explained").count == 2)
    #expect(try found.elements(at: "map").count == found.integer(at: "symbols"))
    let hangul = try found.member(at: "hangul")
    #expect(try hangul.string(at: "of") == "syllables")
    #expect(try hangul.elements(at: "parts").count == 3)
    #expect(try hangul.integer(at: "count") == 21)
  }

  @Test func lettersAndBytesSayWhatApplies() throws {
    let letters = try report(try run("jamo"))
    #expect(try letters.member(at: "hangul").string(at: "of") == "letters")
    let bytes = try report(try run("byte"))
    #expect(try bytes.member(at: "hangul").string(at: "of") == "nothing")
    #expect(try bytes.member(at: "hangul").string(at: "reason").contains("bytes"))
    let names = try bytes.elements(at: "map").map { try $0.string(at: "symbol") }
    #expect(names.contains("<0x20>") && names.contains("<0xEB>"))
  }

  @Test func pagesNameSymbols() throws {
    let run = try run("scalar")
    let page = run.folder.path("e.html")
    let shown = try Geul.run(
      "inspect", "embeddings", run.path, "--text", run.corpus, "--html", page)
    expectSuccess(shown)
    #expect(shown.output.contains("↵") && shown.output.contains("Hangul syllables"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("class=\"n c") && !html.contains("http"))
  }

  @Test func whatCannotBeIsRefused() throws {
    let run = try run("scalar")
    let plain = try self.run("scalar", "--embedding", "onehot")
    let counted = run.folder.path("counted")
    expectSuccess(
      try Geul.run(
        "train", run.corpus, "--out", counted, "--model", "ngram", "--order", "2", "--quiet"))
    let cases: [([String], Int32, String)] = [
      ([plain.path], 64, "without an embedding"), ([counted], 64, "ngram"),
      ([run.path, "--top", "0"], 64, "--top"), ([run.path, "--least", "0"], 64, "--least"),
      ([run.path, "--least", "9000"], 65, "found 0"),
      ([run.path, "--text", run.corpus + ".missing"], 66, "missing"),
      ([run.path, "--html", run.folder.path("no/such.html")], 73, "such"),
    ]
    for (arguments, status, words) in cases {
      let result = try Geul.run(["inspect", "embeddings"] + arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }
}
