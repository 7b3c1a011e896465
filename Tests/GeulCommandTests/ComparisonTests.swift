import Foundation
import GeulStorage
import Testing

/// `geul eval --mix`, `--surprisal`, `--fit-temperature`, and `geul compare`.
@Suite struct ComparisonTests {
  let run: TrainedRun
  let counted: String

  init() throws {
    run = try TrainedRun(Sample.korean, flags: ["--steps", "60", "--validation", "0.3"])
    counted = run.folder.path("counted")
    expectSuccess(
      try Geul.run(
        "train", run.corpus, "--out", counted, "--model", "ngram", "--order", "3", "--validation",
        "0.3", "--vocabulary", run.path))
  }

  private func report(_ arguments: String...) throws -> JSONReader {
    let result = try Geul.run(arguments)
    expectSuccess(result)
    return try #require(try Events(result).lines.first)
  }

  @Test func mixtureIsNotWorseThanItsParts() throws {
    let found = try report("eval", run.path, run.corpus, "--json", "--mix", counted, "cache")
    let alone = try found.elements(at: "alone").map { try $0.number(at: "bits_per_character") }
    #expect(alone.count == 3)
    let weights = try found.elements(at: "weights").map { try $0.number() }
    #expect(abs(weights.reduce(0, +) - 1) < 1e-6)
    let mixed = try found.number(at: "bits_per_character")
    #expect(mixed < (alone.min() ?? 0) + 0.05)
    // By default the shares are not fitted on what is scored.
    let half = try report("eval", run.path, "--json", "--mix", counted)
    #expect(try half.string(at: "fitted_on").hasSuffix("first half"))
    #expect(try half.string(at: "corpus").hasSuffix("second half"))
  }

  @Test func comparisonHasARowEach() throws {
    let result = try Geul.run("compare", run.path, counted, "--json")
    expectSuccess(result)
    let rows = try JSONReader(Array(result.output.utf8), file: "output").elements()
    #expect(rows.count == 2)
    let bits = try rows.map { try $0.number(at: "bits_per_character") }
    #expect(bits == bits.sorted())
    for row in rows {
      #expect(try row.elements(at: "pairs").count == 1)
      #expect(try row.integer(at: "parameters") > 0 && row.integer(at: "size_bytes") > 1000)
    }
    let alone = try report("eval", counted, "--json").number(at: "bits_per_character")
    #expect(bits.contains(alone))
    let page = run.folder.path("models.html")
    let csv = try Geul.run("compare", run.path, counted, "--csv", "--html", page, "--sort", "size")
    expectSuccess(csv)
    #expect(csv.output.split(separator: "\r\n").count == 3)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<table>"))
  }

  @Test func surprisalAddsUp() throws {
    let file = try run.folder.write("text.txt", "달이 밝다\n<두더지> & \"밤\"\n")
    let table = run.folder.path("s.tsv")
    let found = try report("eval", run.path, file, "--json", "--surprisal", table)
    let rows = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n").dropFirst()
    #expect(rows.count == (try found.integer(at: "symbols")))
    let sum = rows.reduce(0) { $0 + (Double($1.split(separator: "\t")[1]) ?? .nan) }
    #expect(abs(sum - (try found.number(at: "nats_total"))) < 1e-3)
    #expect(rows.contains { $0.hasSuffix("\t\\n") })
    let page = run.folder.path("s.html")
    expectSuccess(try Geul.run("eval", run.path, file, "--surprisal", page))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("&lt;0x3C&gt;</s>") && html.contains("likely: "))
  }

  @Test func temperatureIsReportedBesideTheFigure() throws {
    let found = try report("eval", run.path, "--json", "--fit-temperature")
    #expect(try found.number(at: "temperature") > 0.3)
    #expect(
      try found.number(at: "tempered_bits_per_character")
        <= found.number(at: "bits_per_character") + 1e-3)
  }

  @Test func lanesAreComparedWithOneStream() throws {
    let found = try report("eval", run.path, "--json", "--exact", "--lanes", "3")
    let one = try report("eval", run.path, "--json", "--lanes", "1", "--warm-up", "0")
    let exact = try found.number(at: "exact_bits_per_character")
    #expect(exact == (try one.number(at: "bits_per_character")))
    let difference = try found.number(at: "bits_per_character") - exact
    #expect(abs(try found.number(at: "lanes_difference") - difference) < 1e-12)
  }

  @Test func whatCannotBeWrittenIsToldFirst() throws {
    let nowhere = run.folder.path("no/such/x.html")
    for arguments in [
      ["eval", run.path, "--surprisal", nowhere], ["compare", run.path, "--html", nowhere],
    ] {
      let result = try Geul.run(arguments)
      #expect(result.status == 73, "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func learningIsReportedBesideTheModelAsItIs() throws {
    let found = try report("eval", run.path, "--json", "--dynamic")
    let still = try report("eval", run.path, "--json", "--lanes", "1", "--warm-up", "0")
    #expect(
      try abs(
        found.number(at: "static_nats_per_symbol") - still.number(at: "nats_per_symbol")) < 1e-9)
    #expect(try found.number(at: "dynamic_rate") > 0)
    let tuned = try report("eval", run.path, "--json", "--dynamic", "--tune")
    #expect(try tuned.string(at: "tuned_on").hasSuffix("first half"))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let other = try TrainedRun(Sample.english, flags: ["--steps", "10"])
    let cases = [
      ["eval", run.path, "--mix", other.path],
      ["eval", run.path, "--mix", "cache", "--per", "line"],
      ["eval", run.path, "--surprisal", "x.tsv", "--per", "line"],
      ["eval", run.path, "--fit-temperature", "--mix", "cache"], ["eval", run.path, "--tune"],
      ["eval", run.path, "--exact", "--lanes", "1"],
      ["eval", run.path, "--exact", "--per", "line"],
      ["eval", run.path, "--dynamic", "--lanes", "2"], ["eval", counted, "--dynamic"],
      ["compare", run.path, other.path], ["compare", run.path, "--json", "--csv"],
      ["compare", run.path, "--sort", "beauty"],
    ]
    for arguments in cases {
      let result = try Geul.run(arguments)
      #expect(result.status == 64, "\(arguments): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    }
  }
}
