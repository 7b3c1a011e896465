import Foundation
import GeulStorage
import Testing

/// `geul lab sweep`.
@Suite struct SweepTests {
  private let folder: TemporaryFolder
  private let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.english)
  }

  private static let sizes = """
    layers = 1
    embedding = 4
    batch = 4
    sequence = 8
    precision = "fp32"
    validation = 0.2

    """

  /// Two cells with three seeds of equal parameters: six runs.
  private func cells(_ name: String, steps: Int) throws -> String {
    try folder.write(
      name + ".toml",
      """
      corpus = "\(corpus)"
      seeds = [1, 2, 4]
      budget = "parameters"
      parameters = 2500
      [settings]
      \(Self.sizes)steps = \(steps)
      save-every = 20
      evaluate-every = 25
      [[variants]]
      model = "lstm"
      [[variants]]
      name = "plain"
      model = "rnn"
      activation = "relu"
      """)
  }

  private func report(_ result: CommandResult) throws -> JSONReader {
    try #require(try Events(result).lines.first)
  }

  /// The report without what depends on the clock.
  private func figures(_ report: JSONReader) throws -> [String] {
    try report.elements(at: "runs").map { run in
      try [
        "variant", "seed", "hidden", "parameters", "steps", "best_step", "nats_per_symbol",
        "bits_per_character",
      ].map { key in
        String(decoding: try run.member(at: key).value.serialized(), as: UTF8.self)
      }.joined(separator: " ")
    }
  }

  private func sweep(_ arguments: String...) throws -> CommandResult {
    try Geul.run(["lab", "sweep"] + arguments, folder: folder.path)
  }

  @Test func aSweepKilledTwiceFindsWhatOneLeftAloneDoes() throws {
    let file = try cells("cells", steps: 150)
    let page = folder.path("cells.html")
    let whole = try sweep(file, "--out", "whole", "--json", "--threads", "1", "--html", page)
    expectSuccess(whole)
    let expected = try figures(report(whole))
    #expect(expected.count == 6)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("<svg") && !html.contains("http"))

    func results() -> Int {
      do {
        return try names(in: folder.path("killed")).count {
          FileManager.default.fileExists(atPath: folder.path("killed/\($0)/result.json"))
        }
      } catch { return 0 }
    }
    func saves(_ run: String) -> Bool {
      do {
        return try names(in: folder.path("killed/" + run)).contains { $0.hasPrefix("step-") }
      } catch { return false }
    }
    let arguments = ["lab", "sweep", file, "--out", folder.path("killed"), "--threads", "1"]
    for (ended, run) in [(1, "plain-seed-1"), (3, "plain-seed-2")] {
      let child = try Geul.start(arguments)
      _ = try child.wait { _ in results() >= ended && saves(run) }
      child.send(SIGKILL)
      #expect(try child.finish().status == -SIGKILL)
      #expect(results() >= ended)
    }
    let before = results()
    let resumed = try Geul.run(arguments + ["--json"])
    expectSuccess(resumed)
    #expect(try figures(report(resumed)) == expected)
    #expect(resumed.errors.contains("\(before) of 6 runs were done before"), "\(resumed.errors)")
    // Of a run that was killed the log has two beginnings, of the others one.
    let again = try Geul.run(arguments + ["--json"])
    expectSuccess(again)
    #expect(try figures(report(again)) == expected)
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func aSignalStopsItWithATableOfWhatIsDone(signal: Int32, status: Int32) throws {
    let file = try cells("cells", steps: 400)
    let out = folder.path("sweep")
    let child = try Geul.start(["lab", "sweep", file, "--out", out, "--json", "--threads", "1"])
    try wait("a run that has ended") {
      FileManager.default.fileExists(atPath: out + "/lstm-seed-1/result.json")
    }
    expectRefusal(
      try sweep(file, "--out", "sweep"), 75, saying: ["in use by process \(child.process)"])
    child.send(signal)
    let stopped = try child.finish()
    #expect(stopped.status == status, "\(stopped.errors)")
    let found = try report(stopped)
    #expect(try found.bool(at: "stopped"))
    let ended = try found.integer(at: "ended")
    #expect(ended >= 1 && ended < 6)
    #expect(try found.elements(at: "runs").count == ended)
  }

  @Test func aGridIsShownInATable() throws {
    let file = try folder.write(
      "grid.toml",
      """
      corpus = ["\(corpus)"]
      name = "mine"
      seeds = 2
      [settings]
      \(Self.sizes)steps = 6
      [grid]
      hidden = [4, 16]
      chunks = ["carried", "random"]
      """)
    let result = try sweep(file, "--jobs", "2")
    expectSuccess(result)
    #expect(result.output.contains("Each run has 6 steps."))
    for name in ["chunks carried, hidden 4", "chunks random, hidden 16"] {
      let line = result.output.split(separator: "\n").first { $0.hasPrefix(name + " ") }
      #expect(line?.split(separator: "±").count == 3, "\(result.output)")
    }
    #expect(try names(in: folder.path("checkpoints/mine")).count { $0.contains("seed") } == 8)
    // The runs are runs as others are.
    let run = folder.path("checkpoints/mine/chunks-carried-hidden-4-seed-2")
    expectSuccess(try Geul.run("eval", run, "--split", "validation"))
    let refused = try sweep(file, "--steps", "7")
    expectRefusal(refused, 73, saying: ["steps 6 instead of 7"])
    let more = try sweep(file, "--seeds", "3")
    expectSuccess(more)
    #expect(more.errors.contains("8 of 12 runs were done before"))
  }

  /// Each file that makes no sense, and the words of its refusal.
  @Test(
    arguments: [
      ("corpus = \"c\"\nsed = [1]", 65, "found 'sed'; did you mean 'seeds'?"),
      ("corpus = \"c\"\nhidden = 4", 65, "it belongs below [settings]"),
      ("seeds = 2", 65, "expected a corpus, found none"),
      ("corpus = 3", 65, "corpus: expected a file"),
      ("corpus = \"c\"\nseeds = 0", 65, "seeds: expected a list"),
      ("corpus = \"c\"\nseeds = [-1]", 65, "seeds: expected whole numbers"),
      ("corpus = \"c\"\n[settings]\nhiden = 4", 65, "found 'hiden'; did you mean 'hidden'?"),
      ("corpus = \"c\"\n[settings]\nlr = 4", 65, "found 'lr'; did you mean 'learning-rate'?"),
      ("corpus = \"c\"\n[settings]\nhidden = \"many\"", 65, "hidden: "),
      ("corpus = \"c\"\n[settings]\nseed = 4", 65, "found 'seed'"),
      ("corpus = \"c\"\n[grid]\nhidden = 4", 65, "[grid] hidden: expected a list"),
      ("corpus = \"c\"\n[grid]\nhidden = [4, \"x\"]", 65, "hidden"),
      ("corpus = \"c\"\n[grid]\nhiden = [4]", 65, "did you mean 'hidden'?"),
      ("corpus = \"c\"\n[grid]\nhidden = [4, 4]", 64, "two called 'hidden 4'"),
      ("corpus = \"c\"\nvariants = 4", 65, "variants: expected tables"),
      ("corpus = \"c\"\nvariants = [4, 5]", 65, "variants: expected tables"),
      ("corpus = \"c\"\n[seeds]\na = 1\nb = 2", 65, "seeds: expected a list"),
      ("corpus = \"c\"\n[settings.window]\na = 1\nb = 2", 65, "window: expected a string"),
      ("corpus = \"c\"\n[[variants]]\nnmae = \"a\"\n", 65, "found 'nmae'"),
      ("corpus = \"c\"\n[grid]\nhidden = [4]\n[[variants]]\nlayers = 1", 65, "either [grid] or"),
      ("corpus = \"c\"\nbudget = \"time\"", 65, "budget: expected \"parameters\""),
      ("corpus = \"c\"\nparameters = 9", 65, "parameters: expected budget"),
      ("corpus = \"c\"\n[settings]\nmodel = \"ngram\"\nhidden = 3", 64, "--hidden belongs to"),
      ("corpus = \"c\"\n[settings]\nbatch = 0", 64, "--batch must be"),
      ("corpus = \"-\"", 64, "standard input"), ("corpus = \"missing.txt\"", 66, "missing.txt"),
      ("corpus", 65, "line 1"),
    ] as [(String, Int32, String)])
  func whatMakesNoSenseIsRefused(text: String, status: Int32, words: String) throws {
    let file = try folder.write("bad.toml", text + "\n")
    expectRefusal(try sweep(file), status, saying: [words])
    #expect(try names(in: folder.path) == ["bad.toml", "corpus.txt"])
  }

  @Test func flagsThatMakeNoSenseAreRefused() throws {
    let file = try cells("cells", steps: 5)
    let few = try folder.write(
      "few.toml",
      "corpus = \"corpus.txt\"\nbudget = \"parameters\"\nparameters = 3\n[grid]\nlayers = [1, 2]\n")
    let cases: [([String], Int32, String)] = [
      ([], 64, "expected one sweep as a TOML file"), ([file, file], 64, "found 2 files"),
      ([folder.path("none.toml")], 66, "none.toml"),
      (["--preset", "cels", corpus], 64, "did you mean cells?"),
      (["--preset", "cells"], 64, "corpus"), (["--preset", "cells", "-"], 64, "standard input"),
      (["--preset", "cells", corpus + "x"], 66, "corpus.txtx"),
      ([file, "--steps", "0"], 64, "--steps"), ([file, "--minutes", "0"], 64, "--minutes"),
      ([file, "--minutes", "1", "--steps", "2"], 64, "choose one"),
      ([file, "--jobs", "0"], 64, "--jobs"), ([file, "--seeds", "0"], 64, "--seeds"),
      ([file, "--html", "no/such.html"], 73, "such.html"), ([few], 64, "cannot have about 3"),
    ]
    for (arguments, status, words) in cases {
      let result = try Geul.run(["lab", "sweep"] + arguments, folder: folder.path)
      expectRefusal(result, status, saying: [words])
    }
    #expect(try names(in: folder.path) == ["cells.toml", "corpus.txt", "few.toml"])
  }

  @Test func presetsAreListed() throws {
    let result = try sweep("--preset", "list")
    expectSuccess(result)
    for name in ["cells", "gru", "layers", "truncation", "inputs", "units", "chunks"] {
      #expect(result.output.contains(name))
    }
  }

  /// With next to no time, or steps, each answers with a table.
  @Test(arguments: ["cells", "gru", "layers", "truncation", "inputs", "units", "chunks"])
  func presetsAnswer(preset: String) throws {
    let korean = try folder.write("korean.txt", Sample.korean)
    let result = try sweep("--preset", preset, korean, "--steps", "2", "--seeds", "2", "--json")
    expectSuccess(result)
    let found = try report(result)
    #expect(try found.string(at: "sweep") == preset + "-korean")
    #expect(try !found.bool(at: "stopped"))
    for variant in try found.elements(at: "variants") {
      let bits = try variant.member(at: "bits_per_character")
      #expect(try bits.integer(at: "n") == 2 && bits.number(at: "mean") > 0)
      #expect(try bits.number(at: "standard_error") >= 0)
    }
  }

  @Test func aPresetEndsInItsTime() throws {
    let result = try sweep("--preset", "gru", corpus, "--minutes", "0.02")
    expectSuccess(result)
    #expect(result.output.contains("equal time"))
    #expect(result.output.contains("lstm") && result.output.contains("gru"))
  }
}
