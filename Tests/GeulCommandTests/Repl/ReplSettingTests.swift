import Testing

/// Settings, and commands that are called otherwise elsewhere.
@Suite struct ReplSettingTests {
  let run: TrainedRun

  init() throws { run = try TrainedRun(Sample.english + Sample.korean) }

  private func repl(_ lines: String...) throws -> CommandResult {
    let input = Array((lines.joined(separator: "\n") + "\n").utf8)
    let result = try Geul.run(["repl", run.path, "--length", "20"], input: input)
    expectSuccess(result)
    return result
  }

  @Test(arguments: [
    ("/set temperature 0.5", "temperature is 0.5, was 0.8"),
    ("/temperature 0.5", "temperature is 0.5, was 0.8"), ("/temp 0.5", "temperature is 0.5, was"),
    ("/Temp 0.5", "temperature is 0.5, was"), ("/set temp 0.5", "temperature is 0.5, was"),
    ("/length 7", "length is 7, was 20"), ("/max-tokens 7", "length is 7, was 20"),
    ("/length 20", "length is 20, as it was"), ("/top-k 5", "top-k is 5, was off"),
    ("/top_k 5", "top-k is 5, was off"), ("/stop \"a b\" c", "stop is \"a b\" \"c\", was off"),
    ("/until-line on", "until-line is on, was off"), ("/seed 4", "seed is 4, was 1"),
    ("/beam 3", "beam is 3, was off"), ("/min-p 0.1", "min-p is 0.1, was off"),
    ("/temperature", "temperature is 0.8 (auto); /set temperature VALUE changes it"),
    ("/set length", "length is 20; /set length VALUE changes it"),
  ])
  func settingsSayWhatTheyAre(_ line: String, _ told: String) throws {
    let result = try repl(line)
    #expect(result.errors.contains(told), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func settingsThatMakeNoSenseStay() throws {
    for line in ["/temperature -1", "/temperature x", "/length 0"] {
      let result = try repl(line, "/show")
      #expect(!result.errors.contains(" is "))
      #expect(result.output == (try repl("/show").output))
    }
  }

  @Test func setAloneShowsThem() throws {
    #expect(try repl("/set").errors == (try repl("/show").output))
  }

  @Test(arguments: ["/exit", "/q", "/quit", "/bye"]) func leaving(_ line: String) throws {
    let result = try repl(line, "The rain")
    #expect(result.output.isEmpty && result.errors.isEmpty)
  }

  @Test(arguments: ["/?", "/h", "/help"]) func help(_ line: String) throws {
    let help = try repl(line).output
    #expect(help.contains("/set NAME VALUE") && help.contains("Alt-Enter"))
    #expect(try repl("/help temperature").output.contains("/set temperature VALUE"))
  }

  @Test(arguments: [
    ("/clear", "/reset"), ("/retry", "/again"), ("/new", "/reset"), ("/lenght 5", "/length"),
    ("/settings", "/show"), ("/open x", "/load"), ("/generate", "an empty line"),
  ])
  func othersAreAnswered(_ line: String, _ answer: String) throws {
    let errors = try repl(line).errors
    #expect(errors.contains("no command") && errors.contains(answer), "\(errors)")
    #expect(errors.split(separator: "\n").count == 1 && !errors.contains(";;"))
  }

  @Test func aPromptSaysWhatItRead() throws {
    let file = try run.folder.write("opening.txt", "The rain\n비가ㅋ")
    let errors = try repl("/prompt \(file)").errors
    #expect(errors.contains("opening.txt: read 12 characters in 2 lines, as "), "\(errors)")
    #expect(errors.contains("1 character of \(file)") && errors.contains("ㅋ"), "\(errors)")
  }

  @Test func aSecondModelSaysWhatChanges() throws {
    let other = try TrainedRun(
      Sample.korean, flags: ["--steps", "2", "--units", "jamo", "--model", "gru"])
    let errors = try repl("The", "/load \(other.path)").errors
    for part in ["gru, ", "of unit jamo", "lstm, ", "its vocabulary is another", "/versus"] {
      #expect(errors.contains(part), "\(errors)")
    }
    #expect(try repl("/load \(run.path)/run.json").errors.contains("the same vocabulary"))
  }

  @Test func conversationsSayWhatTheyAre() throws {
    let file = run.folder.path("talk.json")
    #expect(try repl("The", "/save \(file)").errors.contains("saved 1 branch and the settings"))
    let loaded = try repl("/load \(file)").errors
    #expect(loaded.contains("read \(file), held with \(run.path)") && loaded.contains("1 turn;"))
    #expect(try repl("/load \(run.corpus)").errors.contains("/prompt \(run.corpus)"))
    let json = try run.folder.write("other.json", "{}")
    #expect(try repl("/load \(json)").errors.contains("a conversation that /save wrote"))
  }

  /// Lines that end with a backslash go on, from a pipe too.
  @Test func aBackslashGoesOn() throws {
    let file = try run.folder.write("lines.txt", "The rain\ncame\nlate")
    let read = try repl("/prompt \(file)").output
    #expect(try repl("The rain\\", "came\\", "late").output == read)
    #expect(try repl("The rain\\").output == (try repl("The rain").output))
    // Two are two backslashes.
    #expect(try repl("The\\\\", "rain").output.unicodeScalars.count == 42)
  }
}
