import Foundation
import GeulStorage
import Testing

/// `geul inspect errors`.
@Suite struct InspectErrorsTests {
  private func report(_ arguments: String...) throws -> JSONReader {
    let result = try Geul.run(["inspect", "errors"] + arguments + ["--json"])
    expectSuccess(result)
    return try #require(try Events(result).lines.first)
  }

  @Test(arguments: ["lstm", "gru", "rnn", "window", "ngram"])
  func everyKindHasALadder(kind: String) throws {
    let own = kind == "ngram" ? ["--order", "2"] : ["--steps", "5"]
    let run: TrainedRun
    if kind == "ngram" {
      run = try TrainedRun(Sample.korean)
      try FileManager.default.removeItem(atPath: run.path)
      expectSuccess(
        try Geul.run(
          ["train", run.corpus, "--out", run.path, "--quiet", "--model", kind] + own))
    } else {
      run = try TrainedRun(Sample.korean, flags: ["--model", kind] + own)
    }
    let found = try report(run.path, "--order", "2")
    #expect(try found.string(at: "kind") == kind)
    let ladder = try found.elements(at: "ladder")
    #expect(ladder.count == 9)
    let errors = try found.integer(at: "errors")
    #expect(try ladder.reduce(0) { $0 + (try $1.integer(at: "errors")) } == errors)
    #expect(try ladder[8].integer(at: "remaining") == 0)
    #expect(try found.member(at: "ngrams").elements(at: "right").count == 2)
    #expect(try found.number(at: "threshold") == 0.5)
    #expect(try found.elements(at: "classes").count >= 4)
  }

  @Test func twoModelsAreSetSideBySide() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "12", "--evaluate-every", "6"])
    let counted = run.folder.path("counted")
    expectSuccess(
      try Geul.run(
        "train", run.corpus, "--out", counted, "--model", "ngram", "--order", "3", "--quiet"))
    let found = try report(run.path, "--against", counted, "--order", "2", "--symbols", "50")
    #expect(try found.integer(at: "symbols") == 50)
    let against = try found.member(at: "against")
    #expect(try against.elements(at: "rungs").count == 9)
    let all = try against.member(at: "all")
    #expect(
      try found.integer(at: "errors") - all.integer(at: "only_first")
        == against.integer(at: "errors") - all.integer(at: "only_second"))
    let same = try report(
      run.path, "--against", run.path, "--against-which", "latest", "--which", "latest", "--order",
      "1")
    #expect(try same.member(at: "against").member(at: "all").integer(at: "only_first") == 0)
    let page = run.folder.path("e.html")
    let shown = try Geul.run(
      "inspect", "errors", run.path, "--against", counted, "--order", "2", "--html", page)
    expectSuccess(shown)
    #expect(shown.output.contains("word start") && shown.output.contains("errs alone"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("rotate(-90)") && html.contains("Karpathy") && !html.contains("http"))
  }

  /// A vocabulary of its own, in which the text is spelled alike symbol by symbol.
  @Test func otherVocabulariesAreAligned() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "5"])
    let more = try TrainedRun(Sample.english + Sample.korean, flags: ["--steps", "5"])
    let found = try report(run.path, "--against", more.path, "--order", "1")
    #expect(try found.member(at: "against").integer(at: "errors") > 0)
  }

  @Test func whatCannotBeIsRefused() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "5"])
    let jamo = try TrainedRun(Sample.korean, flags: ["--steps", "5", "--units", "jamo"])
    let cases: [([String], Int32, String)] = [
      (["--against", jamo.path], 64, "units jamo"), (["--against-which", "best"], 64, "--against"),
      (["--symbols", "0"], 64, "--symbols"), (["--order", "40"], 64, "--order"),
      (["--against", run.path + "x"], 66, "expected to exist"),
      (["--text", run.corpus + ".missing"], 66, "missing"),
      (["--text", try run.folder.write("empty.txt", "")], 65, "empty"),
      (["--html", run.folder.path("no/such.html")], 73, "such"),
    ]
    for (arguments, status, words) in cases {
      let result = try Geul.run(["inspect", "errors", run.path] + arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }
}
