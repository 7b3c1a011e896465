import Foundation
import GeulStorage
import Testing

/// `geul inspect`.
@Suite struct InspectTests {
  let run: TrainedRun

  init() throws {
    run = try TrainedRun(
      Sample.korean, flags: ["--steps", "20", "--layers", "2", "--hidden", "20"])
  }

  private func report(_ arguments: String...) throws -> JSONReader {
    let result = try Geul.run(arguments)
    expectSuccess(result)
    return try #require(try Events(result).lines.first)
  }

  @Test func summaryCountsParameters() throws {
    let found = try report("inspect", "summary", run.path, "--json")
    let tensors = try found.elements(at: "tensors")
    #expect(tensors.count == 11)
    #expect(try found.integer(at: "parameters") > 1000)
    let shown = try Geul.run("inspect", "summary", run.path)
    #expect(shown.output.contains("rnn.weight_hh_l1"))
  }

  @Test func gradientsHaveACurveForEachState() throws {
    let found = try report("inspect", "gradients", run.path, "--lags", "20", "--json")
    let curves = try found.elements(at: "curves")
    #expect(curves.count == 4)
    for curve in curves { #expect(try curve.elements(at: "mean").count == 21) }
    let places = try found.member(at: "singular_value_places")
    #expect(try places.elements(at: "first").count == 4)
    #expect(try places.integer(at: "warm_up") + places.integer(at: "steps") > 21)
    let page = run.folder.path("g.html")
    let shown = try Geul.run(
      "inspect", "gradients", run.path, "--lags", "20", "--text", run.corpus, "--html", page)
    expectSuccess(shown)
    #expect(shown.output.contains("each step back leaves"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("<svg") && !html.contains("http"))
  }

  @Test func gatesAreCounted() throws {
    let found = try report("inspect", "gates", run.path, "--json", "--symbols", "500")
    #expect(try found.elements(at: "gates").count == 6)
    #expect(try Geul.run("inspect", "gates", run.path).output.contains("Saturation of f"))
  }

  @Test func whatAModelHasNotIsRefused() throws {
    let counted = run.folder.path("counted")
    expectSuccess(
      try Geul.run(
        "train", run.corpus, "--out", counted, "--model", "ngram", "--order", "3", "--quiet"))
    let plain = try TrainedRun(Sample.korean, flags: ["--steps", "5", "--model", "rnn"])
    let cases: [([String], Int32, String)] = [
      (["gates", plain.path], 64, "no gates"), (["gates", counted], 64, "no gates"),
      (["gradients", counted], 64, "ngram"),
      (["gradients", run.path, "--lags", "0"], 64, "--lags"),
      (["gradients", run.path, "--lags", "9000"], 65, "at least"),
      (["gradients", run.path, "--text", run.corpus + ".missing"], 66, "missing"),
      (["gates", run.path, "--html", run.folder.path("no/such.html")], 73, "such"),
      (["summary", run.path + "x"], 66, "expected to exist"),
    ]
    for (arguments, status, words) in cases {
      let result = try Geul.run(["inspect"] + arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
    expectSuccess(try Geul.run("inspect", "summary", counted))
  }
}
