import Foundation
import GeulStorage
import Testing

/// `geul corpus synthesize`.
@Suite struct CorpusSynthesizeTests {
  @Test func fileAndStandardOutputAreTheSame() throws {
    let folder = try TemporaryFolder()
    let words = ["corpus", "synthesize", "--length", "3000", "--seed", "8", "--alphabet", "hangul"]
    let plain = try Geul.run(words)
    expectSuccess(plain)
    #expect(plain.output.unicodeScalars.count == 3_000)
    #expect(plain.errors.contains("nats per symbol") && plain.errors.contains("residual"))
    let filed = try Geul.run(words + ["--out", folder.path("text.txt")])
    expectSuccess(filed)
    #expect(filed.output.isEmpty)
    #expect(try bytes(of: folder.path("text.txt")) == plain.outputBytes)
  }

  @Test func figuresAsJSON() throws {
    let folder = try TemporaryFolder()
    let result = try Geul.run(
      "corpus", "synthesize", "--source", "hidden", "--states", "40", "--symbols", "9",
      "--length", "100", "--json", "--out", folder.path("text.txt"))
    expectSuccess(result)
    #expect(result.errors.isEmpty)
    let object = try JSONReader(result.outputBytes, file: "output")
    let nats = try object.number(at: "nats_per_symbol")
    #expect(abs(try object.number(at: "bits_per_symbol") - nats / log(2)) < 1e-12)
    #expect(abs(try object.number(at: "perplexity") - exp(nats)) < 1e-9)
    #expect(nats > 0 && nats < log(9))
    #expect(try object.number(at: "stationary_residual") < 1e-13)
    #expect(try object.integer(at: "states") == 40)
    #expect(try bytes(of: folder.path("text.txt")).count == 100)
  }

  @Test func defaultsAreThoseThatTheHelpNames() throws {
    let help = try Geul.run("corpus", "synthesize", "--help")
    #expect(help.output.contains("(default: 2)") && help.output.contains("(default: 16)"))
    let words = ["corpus", "synthesize", "--length", "300", "--source"]
    for source in [["markov", "--order", "2"], ["hidden", "--states", "16"]] {
      let plain = try Geul.run(words + source.prefix(1))
      expectSuccess(plain)
      #expect(try Geul.run(words + source).outputBytes == plain.outputBytes)
    }
  }

  @Test(arguments: [
    ("--symbols 2", "--symbols"), ("--order 4", "--order"), ("--length 0", "--length"),
    ("--concentration 0", "--concentration"), ("--source hidden --states 0", "--states"),
    ("--json", "--out"), ("--order 3 --symbols 64", "--order"),
    ("--states 999", "--states is for --source hidden"),
    ("--source hidden --order 9", "--order is for --source markov"),
    ("--source hidden --order 2 --states 16", "--order is for --source markov"),
  ])
  func wrongSettingsGiveOneLine(_ flags: String, _ name: String) throws {
    let words = flags.split(separator: " ").map(String.init)
    expectRefusal(try Geul.run(["corpus", "synthesize"] + words), 64, saying: [name])
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func aSignalLeavesNoHalfFile(_ signal: Int32, _ status: Int32) throws {
    let folder = try TemporaryFolder()
    let child = try Geul.start([
      "corpus", "synthesize", "--length", "1000000000000", "--out", folder.path("text.txt"),
    ])
    try wait("a file that is being written") { child.hasOpenFile(in: folder.path) }
    child.send(signal)
    #expect(try child.finish().status == status)
    #expect(try names(in: folder.path) == [])
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("file", "")
    expectRefusal(
      try Geul.run("corpus", "synthesize", "--length", "9", "--out", file + "/text.txt"), 73)
    expectRefusal(try Geul.shell("\"$0\" corpus synthesize > /dev/full", []), 74)
    let headed = try Geul.shell("\"$0\" corpus synthesize | head -c 5 | wc -c", [])
    #expect(headed.output.trimmingCharacters(in: .whitespaces) == "5\n")
  }
}
