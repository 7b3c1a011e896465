import Foundation
import Testing

/// The commands of `geul repl`, from a pipe.
@Suite struct ReplCommandTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun(Sample.english + Sample.korean) }

  private func repl(_ lines: String..., arguments: [String] = []) throws -> CommandResult {
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    let result = try Geul.run(["repl", run.path, "--length", "20"] + arguments, input: input)
    expectSuccess(result)
    return result
  }

  @Test func undoTakesBackWhatWasReadAndWritten() throws {
    let once = try repl("The rain", "/seed 3", "came")
    let undone = try repl("The rain", "and nobody", "/undo", "/seed 3", "came")
    // The first line, then the text that was taken back, then as if it had not been.
    #expect(undone.output.hasSuffix(String(once.output.dropFirst(21))))
    #expect(undone.errors.contains("took back 1 turn"))
    let all = try repl("The", "rain", "late", "/undo 9", "/seed 1", "The")
    #expect(all.output.hasSuffix(try repl("The").output))
    #expect(all.errors.contains("took back 3 turns"))
    #expect(try repl("/undo").errors.contains("no turn"))
  }

  @Test func againIsAnotherTake() throws {
    let result = try repl("The rain", "/again", "/again")
    let takes = result.output.split(separator: "\n", omittingEmptySubsequences: false).joined()
    #expect(result.output.unicodeScalars.count == 63 && takes.count > 50)
    let generated = try (1...3).map {
      try run.run(
        "generate", "--prompt", "The rain", "--no-echo", "--length", "20", "--seed", "\($0)"
      ).outputBytes.prefix(20)
    }
    for (place, take) in generated.enumerated() {
      #expect(Array(result.outputBytes).ranges(of: Array(take)).isEmpty == false, "take \(place)")
    }
    #expect(try repl("/again").errors.contains("nothing was written"))
  }

  @Test func branchesAreKept() throws {
    let plain = try repl("The rain", "/seed 7", "came")
    let branched = try repl(
      "The rain", "/fork side", "nobody", "/go main", "/seed 7", "came", "/go side", "/go none",
      "/fork main")
    #expect(branched.output.hasSuffix(String(plain.output.dropFirst(21))))
    for part in ["on branch side", "on branch main", "no branch none", "already"] {
      #expect(branched.errors.contains(part), "\(branched.errors)")
    }
  }

  @Test func conversationsAreSavedAndLoaded() throws {
    let file = run.folder.path("a talk.json")
    let first = try repl(
      "/set temperature 0.5", "/set stop \"nobody\" \"\\n\"", "The rain", "/fork b", "late",
      "/save \(file)", "on")
    let second = try repl("/load \"\(file)\"", "on")
    #expect(first.output.hasSuffix(second.output) && second.output.count > 1)
    #expect(second.errors.contains("branch b of b, main"))
    let shown = try repl("/load \(file)", "/show").output
    #expect(shown.contains("\"nobody\" \"\\n\"") && shown.contains("0.5"))
    try run.folder.write("broken.json", "{")
    let broken = try repl(
      "The", "/load \(run.folder.path("broken.json"))", "/load none.json", "/save \(run.path)")
    for part in ["broken.json", "none.json", run.path] {
      #expect(broken.errors.contains(part), "\(broken.errors)")
    }
    #expect(broken.output == (try repl("The").output))
  }

  @Test func aSecondModelGoesOnFromTheSameText() throws {
    let other = try TrainedRun(Sample.korean, flags: ["--steps", "6", "--units", "jamo"])
    let result = try repl(
      "The rain", "/load \(other.path)", "/versus", "/versus 비가", "/set seed 1", "")
    let parts = result.output.components(separatedBy: "\(other.path):\n")
    #expect(parts.count == 3)
    #expect(result.output.contains("\(run.path):\n"))
    // Neither is kept.
    let plain = try repl("The rain", "/set seed 1", "")
    #expect(result.output.hasSuffix(String(plain.output.dropFirst(21))))
    #expect(try repl("/versus").errors.contains("/load MODEL"))
  }

  @Test func scoresAreThoseOfTheModelAndNotKept() throws {
    let result = try repl("The ", "/score rain", "/set seed 1", "x")
    let rows = result.output.split(separator: "\n").filter { $0.contains("\t") }
    #expect(rows.map { $0.prefix(1) } == ["r", "a", "i", "n"])
    let bits = rows.compactMap { Double($0.split(separator: "\t")[1]) }
    let summary = try #require(
      result.output.split(separator: "\n").first { $0.contains("bits in all") })
    let total = try #require(Double(summary.split(separator: " ")[0]))
    #expect(bits.count == 4 && abs(bits.reduce(0, +) - total) < 0.01)
    #expect(summary.contains("4 characters, 4 symbols"))
    let plain = try repl("The ", "/set seed 1", "x")
    #expect(result.output.hasSuffix(String(plain.output.dropFirst(21))))
    let korean = try repl("/score 비가\u{1112}\u{1161}").output
    #expect(
      korean.split(separator: "\n").filter { $0.contains("\t") }.map { String($0.prefix(1)) } == [
        "비", "가", "하",
      ])
  }

  @Test func nextAreTheMostProbable() throws {
    let rows = try repl("/next").output.split(separator: "\n")
    #expect(rows.count == 10)
    let probabilities = rows.compactMap { Double($0.split(separator: "\t")[1]) }
    #expect(probabilities.count == 10 && probabilities == probabilities.sorted(by: >))
    #expect(probabilities[0] < 1 && probabilities[9] > 0)
  }

  @Test func aFileIsReadAsIfTyped() throws {
    let file = try run.folder.write("my prompt.txt", "The rain")
    #expect(try repl("/prompt \(file)").output == (try repl("The rain").output))
    #expect(try repl("/prompt none").errors.contains("none"))
    #expect(try repl("/prompt").errors.contains("/prompt FILE"))
  }

  @Test func severalLinesAreOneText() throws {
    let typed = try repl("\"\"\"", "The rain", "came", "\"\"\"")
    let file = try run.folder.write("lines.txt", "The rain\ncame")
    #expect(typed.output == (try repl("/prompt \(file)").output))
    #expect(try repl("\"\"\"The rain", "came\"\"\"").output == typed.output)
    #expect(try repl("\"\"\"The rain\"\"\"").output == (try repl("The rain").output))
  }

  @Test func beamsWriteToo() throws {
    let beam = try repl("/beam 3", "The rain", "/beam off", "/show")
    let generated = try run.run(
      "generate", "--beam", "3", "--prompt", "The rain", "--no-echo", "--length", "20")
    #expect(beam.outputBytes.starts(with: generated.outputBytes.dropLast()))
    #expect(
      beam.output.split(separator: "\n").contains { $0.split(separator: " ") == ["beam", "off"] })
  }

  @Test func everyCommandHasHelp() throws {
    let help = try repl("/help").output
    for name in [
      "set", "show", "seed", "beam", "reset", "undo", "again", "fork", "go", "save", "load",
      "prompt",
      "score", "next", "versus", "quit",
    ] {
      #expect(help.contains("/\(name)"), "\(name)")
      let one = try repl("/help \(name)").output
      #expect(one.hasPrefix("/\(name)") && one.split(separator: "\n").count >= 2)
    }
  }
}
