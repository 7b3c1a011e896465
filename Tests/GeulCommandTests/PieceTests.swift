import Foundation
import GeulStorage
import Testing

/// `geul eval --per` and `geul score`.
@Suite struct PieceTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun(Sample.korean, flags: ["--steps", "40"]) }

  private static let lines = ["달이 밝은 밤", "", "그가 웃었다", "e\u{301} \u{1F642}", "달"]

  @Test func linesHaveRowsAndScoreAgrees() throws {
    let text = Self.lines.joined(separator: "\n") + "\n"
    let file = try run.folder.write("lines.txt", text)
    let result = try Geul.run("eval", run.path, file, "--per", "line")
    expectSuccess(result)
    let rows = result.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(rows.count == Self.lines.count + 1)
    #expect(rows[0].joined(separator: " ") == "index nats symbols bits_per_character perplexity")
    let scored = try Geul.run(["score", run.path], input: Array(text.utf8))
    expectSuccess(scored)
    let others = scored.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(others.count == Self.lines.count)
    for (place, other) in others.enumerated() {
      let fields = other.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(fields[0] == rows[place + 1][1] && fields[1] == rows[place + 1][2])
      #expect(Array(fields[2].unicodeScalars) == Array(Self.lines[place].unicodeScalars))
    }
  }

  @Test func filesHaveNames() throws {
    let first = try run.folder.write("a.txt", "달이 밝다\n")
    let second = try run.folder.write("b.txt", "두더지가 웃는다")
    let result = try Geul.run("eval", run.path, first, second, "--per", "file", "--json")
    expectSuccess(result)
    let rows = try Events(result).lines
    #expect(try rows.map { try $0.string(at: "name") } == [first, second])
    #expect(try rows.map { try $0.integer(at: "index") } == [1, 2])
    #expect(try rows.allSatisfy { try $0.integer(at: "symbols") > 5 })
  }

  @Test func windowsAndErrorsAreReported() throws {
    let result = try Geul.run("eval", run.path, run.corpus, "--windows", "16", "--json")
    expectSuccess(result)
    let report = try #require(try Events(result).lines.first)
    #expect(try report.integer(at: "windows") == 16)
    #expect(try report.integer(at: "syllables") > 0)
    #expect(try report.number(at: "bits_per_word") > (try report.number(at: "bits_per_character")))
    let stream = try #require(
      try Events(Geul.run("eval", run.path, run.corpus, "--json")).lines.first)
    #expect(
      try stream.number(at: "nats_per_symbol") < (try report.number(at: "nats_per_symbol")))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let flags = [
      ["--per", "line", "--lanes", "2"], ["--per", "line", "--windows", "2"], ["--per", "word"],
      ["--per", "file"], ["--windows", "0"], ["--windows", "8", "--warm-up", "3"],
    ]
    for flags in flags {
      let result = try Geul.run(["eval", run.path] + flags)
      #expect(result.status == 64, "\(flags): \(result.errors)")
    }
    let malformed = try Geul.run(["score", run.path], input: Array("달\n".utf8) + [0xFF, 0x0A])
    #expect(malformed.status == 65)
    #expect(malformed.errors.contains("line 2") && malformed.output.hasSuffix("달\n"))
  }
}
