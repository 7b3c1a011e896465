import Foundation
import GeulStorage
import Testing

/// `geul novelty`.
@Suite struct NoveltyTests {
  @Test func copiesOfTrainingAndOfHeldOutTextAreToldApart() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "5", "--validation", "0.3"])
    let corpus = Array(Sample.korean.unicodeScalars)
    let (early, late) = (corpus[10..<60], corpus.suffix(40))
    var text = String.UnicodeScalarView()
    text.append(contentsOf: early)
    text.append(contentsOf: " @@ ".unicodeScalars)
    text.append(contentsOf: late)
    let file = try run.folder.write("text.txt", String(text))
    let result = try Geul.run("novelty", file, "--corpus", run.path, "--json", "--least", "30")
    expectSuccess(result)
    let report = try #require(try Events(result).lines.first)
    let copy = try #require(try report.elements(at: "copies").first)
    #expect(try copy.integer(at: "text_start") == 0)
    #expect(try copy.integer(at: "length") >= 50)
    #expect(try copy.integer(at: "corpus_start") == 10)
    let shares = try report.member(at: "shares_held_out")
    #expect(try shares.number(at: "32") > 0)
    let ngram = try report.member(at: "ngram")
    #expect(try ngram.integer(at: "order") == 5)
    #expect(try ngram.member(at: "shares").number(at: "4") > 0.5)
    let without = try Geul.run("novelty", file, "--corpus", run.path, "--json", "--no-baseline")
    #expect(without.output.contains("\"ngram\":null"))
    let whole = try Geul.run("novelty", file, "--corpus", run.corpus)
    expectSuccess(whole)
    #expect(whole.output.contains("in neither") && whole.output.contains("–"))
    #expect(try Geul.run("novelty", file, "--corpus", run.path, "--least", "0").status == 64)
    #expect(try Geul.run("novelty", file + "x", "--corpus", run.path).status == 66)
  }

  @Test func generatedTextTellsWhatItCopies() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--steps", "5"])
    let shown = try Geul.run(
      "generate", run.path, "--length", "60", "--count", "2", "--novelty")
    expectSuccess(shown)
    #expect(shown.errors.split(separator: "\n").filter { $0.contains("copies of 16") }.count == 2)
    let result = try Geul.run("generate", run.path, "--length", "60", "--novelty", "--json")
    let report = try #require(try Events(result).lines.first)
    #expect(try report.member(at: "novelty").integer(at: "characters") == 60)
    let alone = try Geul.run("generate", run.path, "--length", "60", "--json")
    #expect(!alone.output.contains("novelty"))
  }
}
