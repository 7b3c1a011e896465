import Foundation
import GeulStorage
import Testing

/// `geul generate`: seeds, prompts, lengths and where the text goes.
@Suite struct GenerateTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun(Sample.english + Sample.korean) }

  private func text(_ arguments: String..., input: [UInt8]? = nil) throws -> String {
    let result = try Geul.run(["generate", run.path, "--length", "60"] + arguments, input: input)
    expectSuccess(result)
    return result.output
  }

  @Test func aSeedIsAText() throws {
    #expect(try text("--seed", "3") == text("--seed", "3"))
    #expect(try text("--seed", "3") != text("--seed", "4"))
    #expect(try text("--temperature", "0", "--seed", "3") == text("--temperature", "0"))
    #expect(try text("--top-k", "1", "--seed", "3") == text("--temperature", "0"))
    #expect(try text("--threads", "1", "--seed", "3") == text("--threads", "3", "--seed", "3"))
  }

  @Test func thePromptIsEchoedOrNot() throws {
    let whole = try text("--prompt", "The rain")
    #expect(whole.hasPrefix("The rain"))
    #expect("The rain" + (try text("--prompt", "The rain", "--no-echo")) == whole)
  }

  @Test func promptsFromAFileAndFromStandardInput() throws {
    let file = try run.folder.write("열린 글.txt", "비가 늦게")
    let whole = try text("--prompt", "비가 늦게")
    #expect(try text("--prompt", "@" + file) == whole)
    #expect(try text("--prompt", "-", input: Array("비가 늦게".utf8)) == whole)
    expectRefusal(
      try run.run("generate", "--prompt", "@" + run.folder.path("none.txt")), 66,
      saying: ["none.txt"])
    expectRefusal(try run.run("generate", "--prompt", "@"), 64, saying: ["@"])
  }

  @Test func promptsAreNormalized() throws {
    let composed = "비가 늦게"
    let decomposed = composed.decomposedStringWithCanonicalMapping
    #expect(decomposed.unicodeScalars.count > composed.unicodeScalars.count)
    let result = try run.run("generate", "--no-echo", "--prompt", decomposed)
    #expect(result.errors.isEmpty)
    #expect(
      result.outputBytes == (try run.run("generate", "--no-echo", "--prompt", composed)).outputBytes
    )
  }

  @Test func unknownCharactersAreReported() throws {
    let result = try run.run("generate", "--prompt", "Ж rain 🌧🌧", "--length", "10")
    expectSuccess(result)
    #expect(result.output.hasPrefix("Ж rain 🌧🌧"))
    for part in ["3 characters of the prompt are not", "U+416 ×1", "U+1F327 ×2"] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
  }

  @Test func aHugePrompt() throws {
    let text = String(repeating: "The rain came late.\n", count: 10_000)
    let file = try run.folder.write("huge.txt", text)
    let result = try run.run("generate", "--prompt", "@" + file, "--no-echo", "--length", "10")
    expectSuccess(result)
    #expect(result.output.unicodeScalars.count >= 10)
  }

  @Test func lengths() throws {
    #expect(try run.run("generate", "--length", "0").output == "\n")
    #expect(try run.run("generate", "--length", "0", "--prompt", "The").output == "The\n")
    let one = try run.run("generate", "--length", "1", "--json")
    let reader = try #require(try Events(one).lines.first)
    #expect(try reader.integer(at: "symbols") == 1)
  }

  @Test func anEmptyPromptIsNone() throws {
    #expect(try text("--prompt", "") == text())
  }

  @Test func aClosedPipeEndsQuietly() throws {
    for rest in ["", "--json"] {
      let result = try Geul.shell(
        "\"$0\" generate \"$1\" --length 100000 \(rest) | head -c 10", [run.path])
      expectSuccess(result)
      #expect(result.outputBytes.count == 10)
      #expect(result.errors.isEmpty)
    }
  }

  @Test func ofBytesOnlyWholeCharactersAreWritten() throws {
    let run = try TrainedRun(Sample.korean, flags: ["--units", "byte", "--steps", "4"])
    for seed in 1...5 {
      let result = try run.run("generate", "--length", "300", "--seed", String(seed))
      expectSuccess(result)
      #expect(String(validating: result.outputBytes, as: UTF8.self) != nil)
    }
    #expect(try run.run("generate", "--prompt", "🌧", "--length", "3").errors.isEmpty)
  }

  @Test func aCheckpointsOwnFolderIsAModelToo() throws {
    let step = run.path + "/step-00000012"
    #expect(try Geul.run("generate", step).output == (try run.run("generate")).output)
    #expect(try Geul.run("generate", run.path + "/").output == (try run.run("generate")).output)
    #expect(try run.run("generate", "--which", "latest").output == (try run.run("generate")).output)
  }
}
