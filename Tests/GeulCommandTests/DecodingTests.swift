import Foundation
import GeulStorage
import Testing

/// `geul generate`: stops, sets of characters, several texts, beams and what JSON tells of them.
@Suite struct DecodingTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun(Sample.english + Sample.korean) }

  private func text(_ arguments: String...) throws -> String {
    let result = try Geul.run(
      ["generate", run.path, "--length", "200", "--prompt", "The"] + arguments)
    expectSuccess(result)
    return result.output
  }

  private func objects(_ arguments: String...) throws -> [JSONReader] {
    let result = try Geul.run(
      ["generate", run.path, "--length", "30", "--prompt", "The", "--json"] + arguments)
    expectSuccess(result)
    return try Events(result).lines
  }

  @Test func stopsEndTheTextAndAreNotPrinted() throws {
    let whole = try text("--no-echo")
    let first = try #require(whole.dropLast().firstIndex(of: "\n"))
    let line = String(whole[..<first])
    #expect(try text("--no-echo", "--until-line") == line + "\n")
    #expect(try text("--no-echo", "--stop", "\\n") == line + "\n")
    let late = String(whole.dropFirst(90).prefix(2))
    let cut = try #require(whole.range(of: late)).lowerBound
    #expect(try text("--no-echo", "--stop", "§§", "--stop", late) == whole[..<cut] + "\n")
    let object = try #require(try objects("--until-line", "--length", "400").first)
    #expect(try object.string(at: "finish_reason") == "stop")
    #expect(try object.string(at: "stop") == "\n")
    #expect(try !object.string(at: "text").contains("\n"))
  }

  @Test func onlyAllowedCharactersAreWritten() throws {
    let letters = try text("--no-echo", "--only", "a-z ", "--temperature", "2")
    #expect(letters.dropLast().unicodeScalars.count == 200)
    #expect(letters.dropLast().unicodeScalars.allSatisfy { ("a"..."z").contains($0) || $0 == " " })
    let syllables = try text("--no-echo", "--only", "가-힣", "--temperature", "2", "--beam", "3")
    #expect(syllables.dropLast().unicodeScalars.allSatisfy { ("가"..."힣").contains($0) })
    let without = try text("--no-echo", "--forbid", "ea-d \\n", "--temperature", "2")
    #expect(
      without.dropLast().unicodeScalars.allSatisfy { !"eabcd \n".unicodeScalars.contains($0) })
    expectRefusal(
      try run.run("generate", "--only", "Ж"), 64, saying: ["only"])
    expectRefusal(try run.run("generate", "--only", "z-a"), 64, saying: ["--only", "z-a"])
    expectRefusal(try run.run("generate", "--stop", "a\\q"), 64, saying: ["--stop", "\\q"])
    expectRefusal(try run.run("generate", "--stop", ""), 64, saying: ["--stop"])
  }

  @Test func severalTextsAreThoseOfTheirSeeds() throws {
    let together = try objects("--count", "3", "--seed", "5", "--top-p", "0.9", "--min-p", "0.01")
    #expect(together.count == 3)
    for (place, object) in together.enumerated() {
      let seed = "\(5 + place)"
      #expect(try object.integer(at: "seed") == 5 + place)
      for threads in ["1", "2"] {
        let alone = try #require(
          try objects(
            "--seed", seed, "--top-p", "0.9", "--min-p", "0.01", "--threads", threads
          ).first)
        #expect(try alone.string(at: "text") == object.string(at: "text"))
        #expect(try alone.number(at: "log_probability") == object.number(at: "log_probability"))
      }
    }
    let shown = try text("--count", "2", "--seed", "5")
    #expect(shown.hasPrefix("--- 1 of 2, seed 5 ---\nThe"))
    #expect(shown.contains("\n--- 2 of 2, seed 6 ---\nThe"))
  }

  @Test func jsonTellsOfEachSymbol() throws {
    let object = try #require(try objects("--alternatives", "3").first)
    let symbols = try object.elements(at: "log_probabilities")
    #expect(symbols.count == 30)
    var (sum, text) = (0.0, "")
    for symbol in symbols {
      sum += try symbol.number(at: "log_probability")
      text += try symbol.string(at: "symbol")
      let best = try symbol.elements(at: "alternatives").map {
        try $0.number(at: "log_probability")
      }
      #expect(best.count == 3 && best == best.sorted(by: >))
      #expect(try best[0] >= symbol.number(at: "log_probability"))
    }
    #expect(text == (try object.string(at: "text")))
    #expect(abs(sum - (try object.number(at: "log_probability"))) < 1e-9)
    expectRefusal(
      try run.run("generate", "--alternatives", "3"), 64, saying: ["--alternatives", "--json"])
  }

  @Test func aBeamsTextsComeInTheirOrder() throws {
    let found = try objects("--beam", "6", "--best", "4", "--alternatives", "2")
    #expect(found.count == 4)
    let scores = try found.map { try $0.number(at: "score") }
    #expect(scores == scores.sorted(by: >))
    #expect(Set(try found.map { try $0.string(at: "text") }).count == 4)
    #expect(try found.map { try $0.integer(at: "rank") } == [1, 2, 3, 4])
    #expect(
      try found[1].elements(at: "log_probabilities")[3].elements(at: "alternatives").count == 2)
    let greedy = try #require(try objects("--temperature", "0").first)
    let narrow = try #require(try objects("--beam", "1").first)
    #expect(try greedy.string(at: "text") == narrow.string(at: "text"))
    let best = try found[0].number(at: "log_probability")
    #expect(try best >= greedy.number(at: "log_probability"))
    let drawn = try objects("--beam", "5", "--best", "5", "--temperature", "1", "--seed", "3")
    #expect(Set(try drawn.map { try $0.string(at: "text") }).count == 5)
    let again = try objects("--beam", "5", "--best", "5", "--temperature", "1", "--seed", "3")
    #expect(try drawn.map { try $0.string(at: "text") } == again.map { try $0.string(at: "text") })
  }

  @Test func theChainIsToldWhenAskedFor() throws {
    let result = try run.run(
      "generate", "--length", "2", "--verbose", "--typical", "0.9", "--min-p", "0.1", "--top-p",
      "0.8",
      "--top-k", "5", "--temperature", "0.7", "--repetition-penalty", "1.2")
    expectSuccess(result)
    let order = [
      "repetition penalty", "temperature 0.7", "top-k 5", "top-p 0.8", "min-p 0.1", "typical 0.9",
      "draw",
    ]
    var rest = result.errors[...]
    for step in order {
      let found = try #require(rest.range(of: step), "\(step) in \(result.errors)")
      rest = rest[found.upperBound...]
    }
  }

  @Test(arguments: [
    "--top-p 0", "--top-p 1.5", "--min-p=-1", "--min-p 2", "--typical 0", "--repetition-penalty 0",
    "--repetition-window=-1", "--beam 0", "--beam 2000", "--beam 2 --best 3", "--best 2",
    "--length-penalty 1", "--beam 2 --count 2", "--count 0", "--beam 2 --length-penalty=-1",
    "--length=-1", "--temperature=-1", "--top-k 0", "--count 2 --seed 9223372036854775807",
  ])
  func whatMakesNoSenseIsRefused(_ line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    // The name of the last setting is in the message, whichever of two is at fault.
    let named = words.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
    let result = try Geul.run(["generate", run.path] + words)
    expectRefusal(result, 64)
    #expect(named.contains { result.errors.contains($0) }, "\(result.errors)")
  }

  /// 20,000 symbols at temperature 2 of models that have hardly learnt anything.
  @Test(arguments: ["jamo", "byte"]) func wildTextIsWellFormed(_ units: String) throws {
    let run = try TrainedRun(Sample.korean, flags: ["--units", units, "--steps", "4"])
    let result = try run.run("generate", "--length", "20000", "--temperature", "2", "--no-echo")
    expectSuccess(result)
    let text = try #require(String(validating: result.outputBytes, as: UTF8.self))
    #expect(text.unicodeScalars.count > 5_000)
    if units == "jamo" {
      #expect(!text.unicodeScalars.contains { (0x1100..<0x1200).contains($0.value) })
      #expect(text.unicodeScalars.filter { ("가"..."힣").contains($0) }.count > 1_000)
    }
  }

  @Test func benchmarksCompareTheChoosingWithTheModel() throws {
    for (flags, baseline) in [(["--filters"], "model"), (["--beam", "2"], "greedy")] {
      let result = try Geul.run(
        ["bench", "--task", "generate", "--hidden", "8", "--steps", "3", "--json"] + flags)
      let object = try #require(try Events(result).lines.first)
      #expect(try object.string(at: "baseline") == baseline)
      #expect(try object.number(at: "baseline_ratio") > 0)
    }
    expectRefusal(try Geul.run("bench", "--beam", "2"), 64, saying: ["--task generate"])
  }
}
