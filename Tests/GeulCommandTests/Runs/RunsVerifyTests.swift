import Foundation
import GeulStorage
import Testing

@Suite struct RunsVerifyTests {
  @Test func aSoundRunIsSoundAndResumingChangesNothing() throws {
    for sizes in [[String](), ["--model", "gru", "--dropout", "0.3", "--threads", "2"]] {
      let run = try TrainedRun(
        Sample.korean, flags: ["--steps", "9", "--save-every", "4", "--keep", "3"] + sizes)
      let before = try names(in: run.path)
      let result = try Geul.run("runs", "verify", run.path, "--resume")
      expectSuccess(result)
      #expect(!result.output.contains("DAMAGED"))
      for part in [
        "step-00000004", "step-00000009", "as they were written", "the same bits",
        "9 steps, none twice",
      ] {
        #expect(result.output.contains(part), "\(result.output)")
      }
      #expect(try names(in: run.path) == before)
    }
  }

  @Test(arguments: [
    "step-00000012/model.safetensors", "step-00000012/config.json", "corpus.tokens",
    "metrics.jsonl", "log.jsonl", "step-00000012/training.safetensors",
  ])
  func whatIsDamagedIsNamed(name: String) throws {
    let run = try TrainedRun()
    let path = run.path + "/" + name
    var content = try bytes(of: path)
    content[content.count / 2] ^= 1
    if name.hasSuffix("jsonl") { content += Array("{\"event\":\"st".utf8) }
    try Data(content).write(to: URL(filePath: path))
    let result = try Geul.run("runs", "verify", run.path, "--json")
    #expect(result.status == 65)
    let report = try JSONReader(result.outputBytes, file: "output")
    #expect(try !report.bool(at: "sound"))
    let damaged = try report.elements(at: "findings").filter { try !$0.bool(at: "sound") }
    #expect(damaged.count == 1)
    #expect(try damaged.first?.string(at: "detail").contains(name) == true)
  }

  @Test func whatIsNoRunIsMissing() throws {
    let folder = try TemporaryFolder()
    expectRefusal(try Geul.run("runs", "verify", folder.path("x")), 66)
    let corpus = try folder.write("corpus.txt", Sample.english)
    let path = folder.path("counted")
    expectSuccess(try Geul.run("train", corpus, "--out", path, "--model", "ngram", "--quiet"))
    expectSuccess(try Geul.run("runs", "verify", path))
    let result = try Geul.run("runs", "verify", path, "--resume")
    #expect(result.status == 64 && result.errors.contains("learn by gradient"))
  }

  /// A checkpoint that was changed, or whose numbers are not finite, is passed over for the one before.
  @Test(arguments: ["a changed byte", "no number"])
  func resumingTakesTheCheckpointBefore(damage: String) throws {
    let run = try TrainedRun(flags: ["--steps", "12", "--save-every", "6", "--keep", "9"])
    let newest = run.path + "/step-00000012"
    var content = try bytes(of: newest + "/model.safetensors")
    if damage == "no number" {
      content.replaceSubrange((content.count - 4)..., with: [0, 0, 0xC0, 0x7F])
      try FileManager.default.removeItem(atPath: newest + "/contents.json")
    } else {
      content[content.count - 2] ^= 1
    }
    try Data(content).write(to: URL(filePath: newest + "/model.safetensors"))
    for reader in [["eval", newest], ["generate", newest, "--length", "3"], ["repl", newest]] {
      expectRefusal(
        try Geul.run(reader), 65,
        saying: [
          "model.safetensors",
          damage == "no number" ? "finite numbers in projection.bias" : "written",
        ])
    }
    let resumed = try Geul.run("train", "--resume", "--out", run.path, "--steps", "14")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("trying the checkpoint before"))
    #expect(resumed.errors.contains("going on from step"))
    #expect(!resumed.errors.contains("going on from step 12"))
    #expect(try names(in: run.path).contains("damaged-step-12"))
  }
}
