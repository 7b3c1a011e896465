import Foundation
import Testing

/// What is not ours can do nothing to a terminal, and is kept to the byte elsewhere.
@Suite struct EscapeTests {
  /// A title is set, a bell rung, a colour chosen by one byte of control, text turned around, a line begun.
  private static let hostile = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{2028}"
  private static let escaped = "\\u{1b}]0;x\\u{7}\\u{9b}31m\\u{202e}\\u{2028}"

  let folder: TemporaryFolder
  /// A run whose name and whose text's name are hostile.
  let run: String

  init() throws {
    folder = try TemporaryFolder()
    let corpus = try folder.write("text \(Self.hostile).txt", Sample.english)
    run = folder.path("run \(Self.hostile)")
    let result = try Geul.run(
      ["train", corpus, "--out", run, "--steps", "4"] + TrainedRun.sizes)
    expectSuccess(result)
    // Results in a pipe are what they are; what is said beside them is not.
    #expect(result.output == run + "/step-00000004\n")
    expectHarmless(result.errorBytes, "standard error")
  }

  /// Runs the command on a terminal that moves no cursor; returns what came there.
  private func onTerminal(_ arguments: [String], status: Int32 = 0) throws -> String {
    let result = try ChildProcess(
      Geul.path, arguments, environment: ["TERM": "dumb"], onTerminal: true
    ).finish()
    #expect(result.status == status, "\(result.output)")
    expectHarmless(result.outputBytes, "\(arguments)")
    return result.output
  }

  private func expectHarmless(_ bytes: [UInt8], _ what: String) {
    let found = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
      [0x1B, 0x07, 0x9B, 0x202E, 0x2028].contains($0.value)
    }
    #expect(found.isEmpty, "\(what): \(found.map { String($0.value, radix: 16) })")
  }

  @Test func namesOnATerminal() throws {
    let trained = try onTerminal(["train", "--resume", "--out", run, "--steps", "8"])
    #expect(trained.contains(Self.escaped + "/step-00000008"))
    let scored = try onTerminal(["eval", run])
    #expect(scored.ranges(of: Self.escaped).count >= 2, "\(scored)")
  }

  @Test func aForeignCheckpoint() throws {
    let file = run + "/step-00000004/config.json"
    let good = String(decoding: try bytes(of: file), as: UTF8.self)
    let bad = good.replacing("\"lstm\"", with: "\"\\u001b]0;x\\u0007\u{9B}31m\u{202E}\u{2028}\"")
    try Data(bad.utf8).write(to: URL(filePath: file))
    #expect(try onTerminal(["generate", run], status: 65).contains(Self.escaped))
  }

  @Test func argumentsAndSettings() throws {
    let config = try folder.write(
      "train.toml", "\"\\u001b]0;x\\u0007\\u009b31m\\u202e\\u2028\" = 1\n")
    for (arguments, status) in [
      ([Self.hostile], 64), (["train", "--model", Self.hostile], 64),
      (["train", "--" + Self.hostile], 64), (["eval", run, Self.hostile], 66),
      (["train", "x", "--config", config], 65), (["corpus", Self.hostile], 64),
    ] as [([String], Int32)] {
      #expect(try onTerminal(arguments, status: status).contains("u{1b}"), "\(arguments)")
    }
  }

  @Test func aTextOnATerminalAndInAPipe() throws {
    let text = "가👩\u{200D}👧\t\(Self.hostile)\n"
    let file = try folder.write("text.txt", text)
    let tokens = folder.path("text.tokens")
    expectSuccess(
      try Geul.run("corpus", "encode", file, "--out", tokens, "--newlines", "keep"))
    let shown = try onTerminal(["corpus", "decode", tokens])
    #expect(shown.contains("👩\u{200D}👧") && shown.contains(Self.escaped), "\(shown)")
    #expect(try Geul.run("corpus", "decode", tokens).outputBytes == Array(text.utf8))
  }

  @Test func whatIsGenerated() throws {
    let arguments = ["generate", run, "--prompt", "The\n" + Self.hostile, "--length", "1"]
    #expect(try onTerminal(arguments).contains(Self.escaped))
    #expect(try Geul.run(arguments).outputBytes.starts(with: Array(("The\n" + Self.hostile).utf8)))
  }

  @Test func helpStaysWhatItWas() throws {
    let help = try Geul.run("train", "--help")
    expectSuccess(help)
    #expect(help.errors.isEmpty && help.output.contains("--learning-rate"))
    let wrong = try Geul.run("train", "--no-such-flag")
    #expect(wrong.status == 64 && wrong.output.isEmpty)
    #expect(wrong.errors == "geul: unknown option '--no-such-flag'; see: geul train --help\n")
  }
}
