import Testing

/// `geul repl`, from a pipe and on a terminal.
@Suite struct ReplTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun() }

  private func repl(_ input: String, _ arguments: String...) throws -> CommandResult {
    try repl(Array(input.utf8), arguments)
  }

  private func repl(_ input: [UInt8], _ arguments: [String] = []) throws -> CommandResult {
    let result = try Geul.run(["repl", run.path, "--length", "20"] + arguments, input: input)
    expectSuccess(result)
    return result
  }

  @Test func textInContinuationOut() throws {
    let result = try repl("The rain\n")
    #expect(result.output.unicodeScalars.count == 21)
    #expect(result.errors.isEmpty)
    let generated = try run.run("generate", "--prompt", "The rain", "--no-echo", "--length", "20")
    #expect(result.outputBytes.starts(with: generated.outputBytes.dropLast()))
  }

  @Test func anEmptyLineGoesOn() throws {
    let result = try repl("The rain\n\n\n")
    #expect(result.output.unicodeScalars.count == 63)
  }

  @Test func theLastLineNeedsNoEnd() throws {
    #expect(try repl("The rain").output == (try repl("The rain\n")).output)
    #expect(try repl("The rain\r\n").output == (try repl("The rain\n")).output)
    #expect(try repl("").output.isEmpty)
  }

  @Test func settingsAreSetAndShown() throws {
    let result = try repl("/set length 7\n/set temperature 0\n/set top-k 5\n/show\nThe\n")
    let shown = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    for line in [["temperature", "0.0"], ["top-k", "5"], ["length", "7"], ["seed", "1"]] {
      #expect(shown.contains { $0 == line.map { $0[...] } }, "\(result.output)")
    }
    let written = try run.run(
      "generate", "--temperature", "0", "--prompt", "The", "--no-echo", "--length", "7")
    #expect(result.output.hasSuffix("1\n" + written.output))
  }

  @Test(arguments: [
    "/set temperature hot", "/set temperature -1", "/set temperature nan", "/set top-k 0",
    "/set top-k many", "/set length 0", "/set length 1.5", "/set seed -1", "/set temprature 1",
    "/set", "/set length", "/set length 5 6", "/", "/sett length 5", "/quit now", "/ 한글",
  ])
  func whatIsWrongIsToldAndNotFatal(_ line: String) throws {
    let result = try repl(line + "\n/show\n")
    #expect(!result.errors.isEmpty)
    #expect(result.output == (try repl("/show\n").output))
  }

  @Test func nearestNamesAreSuggested() throws {
    #expect(try repl("/sett length 5\n").errors.contains("/set?"))
    #expect(try repl("/set temprature 1\n").errors.contains("temperature?"))
  }

  @Test func resetForgets() throws {
    let twice = try repl("The rain\n/reset\nThe rain\n").output
    let once = try repl("The rain\n").output
    #expect(twice == once + once)
    #expect(try repl("The rain\nThe rain\n").output != twice)
  }

  @Test func quitLeavesTheRest() throws {
    #expect(try repl("/quit\nThe rain\n").output.isEmpty)
    #expect(try repl("/exit\nThe rain\n").output.isEmpty)
    #expect(try repl("/help\n").output.contains("/set NAME VALUE"))
  }

  @Test func aSlashCanBeText() throws {
    let result = try repl("//quit\n")
    #expect(result.output.unicodeScalars.count == 21)
    #expect(result.errors.contains("U+2F"), "\(result.errors)")
  }

  @Test func aMalformedLineIsLeftOut() throws {
    let result = try repl(Array("The".utf8) + [0xFF, 0x0A] + Array("The rain\n".utf8))
    #expect(result.errors.contains("UTF-8"))
    #expect(result.output == (try repl("The rain\n")).output)
  }

  @Test func onATerminal() throws {
    let child = try Geul.start(
      ["repl", run.path, "--length", "100000000"],
      environment: ["TERM": "xterm", "XDG_STATE_HOME": run.folder.path("state")],
      onTerminal: true)
    func said(_ text: String, times: Int = 1) -> (ChildProcess) -> Bool {
      { String(decoding: $0.output, as: UTF8.self).components(of: text) >= times }
    }
    #expect(try child.wait(until: said("run> ")))
    child.type("The rain\n")
    let before = child.output.count
    #expect(try child.wait { $0.output.count > before + 2000 })
    child.type("\u{3}")
    #expect(try child.wait(until: said("[stopped]")))
    #expect(try child.wait(until: said("run> ", times: 2)))
    child.type("half a line\u{3}")
    #expect(try child.wait(until: said("run> ", times: 3)))
    child.type("/set length 5\n\n")
    #expect(try child.wait(until: said("run> ", times: 5)))
    child.type("\u{4}")
    expectSuccess(try child.finish())
  }
}

extension String {
  /// How often `part` occurs.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
