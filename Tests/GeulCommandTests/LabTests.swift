import Foundation
import GeulStorage
import Testing

/// `geul lab vanishing`, `geul lab memory`, and `geul inspect neurons`.
@Suite struct LabTests {
  private let folder: TemporaryFolder
  private let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("lines.txt", Sample.korean)
  }

  private func report(_ arguments: String...) throws -> JSONReader {
    let result = try Geul.run(arguments)
    expectSuccess(result)
    return try #require(try Events(result).lines.first)
  }

  @Test func vanishingComparesRecurrences() throws {
    let page = folder.path("v.html")
    let found = try report(
      "lab", "vanishing", corpus, "--hidden", "16", "--lags", "20", "--steps", "3", "--html", page,
      "--json")
    let recurrences = try found.elements(at: "recurrences")
    #expect(recurrences.count == 12)
    for one in recurrences {
      #expect(try one.elements(at: "start").count == 21)
      #expect(try one.elements(at: "norms").count == 3)
    }
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("<svg") && !html.contains("http"))
  }

  /// What is in the notes is not computed again, and notes of another experiment are refused.
  @Test func notesAreTakenUp() throws {
    let notes = folder.path("notes.json")
    let arguments = [
      "lab", "vanishing", corpus, "--hidden", "16", "--lags", "20", "--steps", "3", "--notes",
      notes, "--json",
    ]
    let first = try Geul.run(arguments)
    expectSuccess(first)
    // Half of what was found is forgotten, and another part changed so that one sees whether it is read.
    let file = try JSONReader(Array(Data(contentsOf: URL(fileURLWithPath: notes))), file: notes)
    let results = try file.member(at: "results").object().members
    #expect(results.count == 12)
    let half = results.prefix(6).map { ($0.key, $0.value) }
    let cut: JSONValue = [
      "settings": try file.member(at: "settings").value, "results": .object(JSONObject(half)),
    ]
    try Data(cut.serialized()).write(to: URL(fileURLWithPath: notes))
    let second = try Geul.run(arguments)
    expectSuccess(second)
    #expect(first.output == second.output)
    let other = try Geul.run(arguments + ["--seed", "2"])
    #expect(other.status == 65 && other.errors.contains("other settings"), "\(other.errors)")
  }

  @Test func memoryTellsTasksApart() throws {
    let found = try report("lab", "memory", "--minutes", "0.02", "--hidden", "8", "--json")
    let results = try found.elements(at: "results")
    #expect(results.count == 30)
    for result in results { #expect((0...1).contains(try result.number(at: "accuracy"))) }
    let shown = try Geul.run("lab", "memory", "--minutes", "0.02", "--hidden", "8")
    #expect(shown.output.contains("chance"))
  }

  @Test func memoryOfAModelIsMeasured() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "5", "--hidden", "16"])
    let found = try report(
      "lab", "memory", run.path, "--text", run.corpus, "--minutes", "0.01", "--json")
    let cut = try found.member(at: "cut")
    #expect(try cut.elements(at: "k").count == cut.elements(at: "nats").count)
    #expect(try found.elements(at: "ngrams").count == 8)
    #expect(try found.integer(at: "places") >= 64)
    let shown = try Geul.run("lab", "memory", run.path, "--minutes", "0.01", "--text", run.corpus)
    #expect(shown.output.contains("Effective context"))
  }

  @Test func neuronsAreRankedAndLikened() throws {
    let run = try TrainedRun(
      Sample.korean, flags: ["--steps", "20", "--layers", "1", "--hidden", "12"])
    let long = try folder.write(
      "long.txt",
      String(repeating: "가나 다라는 1,200원이다.\n\"아니\" (그래)라고 했다.\n", count: 60))
    let page = folder.path("n.html")
    let found = try report(
      "inspect", "neurons", run.path, "--text", long, "--html", page, "--json")
    let properties = try found.elements(at: "properties")
    #expect(properties.count > 5)
    for property in properties {
      let cell = try #require(try property.elements(at: "cells").first)
      #expect((0...1).contains(try cell.number(at: "held_out_accuracy")))
    }
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("class=\"shaded\""))
    let like = try report(
      "inspect", "neurons", run.path, "--text", long, "--like", "그래", "--json")
    #expect(try like.elements(at: "occurrences").count > 10)
    #expect(try like.elements(at: "cells").count == 8)
  }

  @Test func whatCannotBeIsRefused() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "2", "--hidden", "8"])
    let long = try folder.write("twice.txt", Sample.korean + Sample.korean)
    let cases: [([String], Int32, String)] = [
      (["lab", "vanishing"], 64, "file"),
      (["lab", "vanishing", corpus, "--lags", "3"], 64, "--lags"),
      (["lab", "vanishing", corpus + "x"], 66, "lines.txtx"),
      (["lab", "vanishing", corpus, "--lags", "2000"], 65, "at least"),
      (["lab", "memory", "--minutes", "0"], 64, "--minutes"),
      (["lab", "memory", "--text", corpus], 64, "--text"),
      (["lab", "memory", run.path, "--hidden", "8"], 64, "--hidden"),
      (["lab", "memory", "--notes", folder.path("no/such")], 73, "such"),
      (["inspect", "neurons", run.path, "--symbols", "5"], 64, "--symbols"),
      (["inspect", "neurons", run.path, "--text", long, "--like", "없는말이다"], 65, "없는말이다"),
      (["inspect", "neurons", run.path, "--html", folder.path("no/such")], 73, "such"),
    ]
    for (arguments, status, words) in cases {
      let result = try Geul.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
  }
}
