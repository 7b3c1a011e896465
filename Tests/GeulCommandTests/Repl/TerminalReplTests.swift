import Foundation
import Testing

/// `geul repl` on a terminal, its screen compared with what a person should see.
@Suite(.enabled(if: TerminalScreen.program != nil), .timeLimit(.minutes(15)))
struct TerminalReplTests {
  let run: TrainedRun
  let home: TemporaryFolder

  init() throws {
    run = try TrainedRun(Sample.korean + "한글\n")
    home = try TemporaryFolder()
  }

  private func repl(
    _ arguments: String..., columns: Int = 40, rows: Int = 12
  ) throws -> TerminalScreen {
    let terminal = try TerminalScreen(
      [Geul.path, "repl", run.path, "--length", "4"] + arguments,
      environment: ["HOME": home.path, "LC_ALL": "C"], columns: columns, rows: rows)
    try terminal.expectEnd("run>")
    return terminal
  }

  /// What the model writes behind `text`, in the rows of a screen.
  private func continuation(of text: String) throws -> String {
    let result = try run.run("generate", "--prompt", text, "--no-echo", "--length", "4")
    expectSuccess(result)
    return String(result.output.dropLast())
  }

  @Test func koreanIsTypedAndErased() throws {
    let terminal = try repl()
    try terminal.type("한글")
    try terminal.expectEnd("run> 한글")
    #expect(try terminal.cursor()[0] == 9)
    try terminal.press("BSpace")
    try terminal.expectEnd("run> 한")
    #expect(try terminal.cursor()[0] == 7)
    try terminal.press("Enter")
    let written = try continuation(of: "한")
    // What the model writes may have line ends of its own.
    let rows = written.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let screen = try terminal.wait { $0.last == "run>" && $0.count >= rows.count + 4 }
    let begin = try #require(screen.firstIndex { $0.utf8.elementsEqual("run> 한".utf8) })
    #expect(
      Array(screen[(begin + 1)...].dropLast()).map(Array.init(_:)) == rows.map(Array.init(_:)))
    try terminal.press("C-d")
    #expect(try terminal.finish() == 0)
  }

  @Test func theCursorMovesOverWideCharacters() throws {
    let terminal = try repl()
    try terminal.type("비가 왔다")
    try terminal.press("Left", "Left")
    try terminal.type("안")
    try terminal.expectEnd("run> 비가 안왔다")
    #expect(try terminal.cursor()[0] == 12)
    try terminal.press("C-a", "DC")
    try terminal.expectEnd("run> 가 안왔다")
    try terminal.press("C-e", "C-w")
    try terminal.expectEnd("run> 가")
    try terminal.press("C-y", "C-b", "C-u")
    try terminal.expectEnd("run> 다")
    try terminal.press("C-k", "C-l")
    let cleared = try terminal.wait("a cleared screen") { $0.count == 1 }
    #expect(cleared == [cleared[0]] && cleared[0].hasPrefix("run>"))
  }

  @Test(arguments: [
    ("e\u{301}", 1), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{1112}\u{119E}\u{11AB}", 2),
    ("👩\u{200D}👩\u{200D}👧", 2), ("🇰🇷", 2),
  ])
  func backspaceTakesWhatIsSeenAsOne(_ character: String, _ columns: Int) throws {
    let terminal = try repl()
    // Keys come one by one, so that each scalar joins what is drawn already.
    for scalar in character.unicodeScalars { try terminal.type(String(scalar)) }
    try terminal.type("가" + character)
    try terminal.wait { $0.last.map { $0.hasPrefix("run> ") && $0.contains("가") } ?? false }
    try waitForCursor(terminal, 5 + 2 * columns + 2)
    try terminal.press("BSpace")
    try waitForCursor(terminal, 5 + columns + 2)
    try terminal.press("BSpace", "BSpace")
    try terminal.expectEnd("run>")
    try waitForCursor(terminal, 5)
  }

  private func waitForCursor(_ terminal: TerminalScreen, _ column: Int) throws {
    var found: [Int] = []
    try terminal.wait("the cursor in column \(column)") { _ in
      do { found = try terminal.cursor() } catch { return false }
      return found[0] == column
    }
  }

  @Test func aLongLineWrapsAndIsErased() throws {
    let terminal = try repl()
    // 17 of two columns fit behind the prompt, and one column is left.
    try terminal.type(String(repeating: "가", count: 17) + "나다라")
    try terminal.expectEnd("run> " + String(repeating: "가", count: 17), "나다라")
    try terminal.press("Left", "Left", "Left", "Left")
    try terminal.type("x")
    try terminal.expectEnd("run> " + String(repeating: "가", count: 16) + "x가", "나다라")
    // What is left is 16, of which the x and five more go.
    try terminal.press("C-e")
    for _ in 0..<6 { try terminal.press("BSpace") }
    try terminal.expectEnd("run> " + String(repeating: "가", count: 15))
    try terminal.press("C-u")
    try terminal.expectEnd("run>")
    #expect(try terminal.screen().filter { $0.hasPrefix("run>") }.count == 1)
  }

  @Test func theWindowIsResizedWhileTyping() throws {
    let terminal = try repl()
    let line = String("가나다라마바사아자차카타파하".shuffledLine(times: 3))
    try terminal.type(line)
    try terminal.expectEnd(
      "run> " + line.prefix(17), String(line.dropFirst(17).prefix(20)), String(line.dropFirst(37)))
    try terminal.press("Left", "Left")
    try terminal.resize(columns: 31, rows: 12)
    try terminal.expectEnd(
      "run> " + line.prefix(13), String(line.dropFirst(13).prefix(15)), String(line.dropFirst(28)))
    try terminal.type("X")
    try terminal.resize(columns: 57, rows: 14)
    let changed = line.dropLast(2) + "X" + line.suffix(2)
    try terminal.expectEnd("run> " + changed.prefix(26), String(changed.dropFirst(26)))
    #expect(try terminal.screen().filter { $0.hasPrefix("run>") }.count == 1)
    try terminal.press("C-c")
    try terminal.expectEnd("run> " + changed.prefix(26), String(changed.dropFirst(26)), "run>")
  }

  @Test func controlCAtHalfALineBeginsANewOne() throws {
    let terminal = try repl()
    try terminal.type("half a line")
    // What is typed and not yet taken, Ctrl-C drops.
    try terminal.expectEnd("run> half a line")
    try terminal.press("Left", "Left")
    try waitForCursor(terminal, 14)
    try terminal.press("C-c")
    try terminal.expectEnd("run> half a line", "run>")
    try terminal.press("Up")
    try terminal.type("/show")
    try terminal.expectEnd("run> half a line", "run> /show")
  }

  @Test func controlCStopsAGenerationAndDropsWhatWasTyped() throws {
    let terminal = try repl("--length", "100000000", "--temperature", "1.5")
    try terminal.press("Enter")
    try terminal.wait("a long text") { screen in !screen.contains { $0.contains("run>") } }
    #expect(try terminal.modes().isSuperset(of: ["-icanon", "-echo", "isig", "noflsh"]))
    try terminal.type("typed ahead")
    try terminal.press("C-c")
    let screen = try terminal.wait("a prompt") {
      $0.last == "run>" && $0.joined().contains("[stopped]")
    }
    #expect(!screen.contains { $0.contains("typed") })
    try terminal.type("/quit")
    try terminal.press("Enter")
    #expect(try terminal.finish() == 0)
  }

  @Test func whatIsTypedAheadIsKept() throws {
    let terminal = try repl()
    try terminal.paste("/show\r/set length 7\r/show\r/sho")
    let screen = try terminal.wait { $0.last == "run> /sho" }
    #expect(screen.contains("length              7"))
    #expect(screen.filter { $0.contains("/s") }.last == "run> /sho")
  }

  @Test func aWrappedLineIsChangedAtItsBeginning() throws {
    let terminal = try repl()
    // The window's last column is left free by the seventeen.
    try terminal.type(String(repeating: "가", count: 17) + "나다라")
    try terminal.expectEnd("run> " + String(repeating: "가", count: 17), "나다라")
    try terminal.press("C-a")
    try terminal.type("앞")
    try terminal.expectEnd("run> 앞" + String(repeating: "가", count: 16), "가나다라")
    try terminal.press("C-a", "C-d", "C-d")
    try terminal.expectEnd("run> " + String(repeating: "가", count: 16) + "나", "다라")
  }

  @Test func aTurnIsUndoneAndABranchIsTaken() throws {
    let terminal = try repl(columns: 76, rows: 24)
    func enter(_ line: String) throws {
      try terminal.type(line)
      try terminal.press("Enter")
    }
    try enter("비가 ")
    let first = try terminal.wait { $0.count > 4 && $0.last == "run>" }
    let begin = try #require(first.firstIndex { $0.hasPrefix("run> 비가") })
    let written = first[(begin + 1)...].dropLast()
    try enter("/undo")
    try terminal.expectEnd("took back 1 turn; there is no text", "run>")
    // The same text by the same seed is the same again.
    try enter("/seed 1")
    try enter("비가 ")
    try terminal.wait {
      $0.suffix(written.count + 1).dropLast().elementsEqual(written) && $0.last == "run>"
    }
    try enter("/fork 가지")
    try terminal.expectEnd("on branch 가지; the others stay as they are", "run/가지>")
    try enter("/go ma")
    try terminal.wait { $0.last == "run/가지>" && $0.joined().contains("did you mean main?") }
    try terminal.type("/go m")
    try terminal.press("Tab")
    try terminal.expectEnd("run/가지> /go main")
    try terminal.press("Enter")
    try terminal.wait { $0.last == "run/main>" }
    try terminal.press("C-d")
    #expect(try terminal.finish() == 0)
  }

  @Test func historyOutlivesTheSession() throws {
    let first = try repl()
    for line in ["/set length 5", "/set length 6", "/set length 6", "   ", "/set length 3"] {
      try first.type(line)
      try first.press("Enter")
    }
    try first.press("C-d")
    #expect(try first.finish() == 0)
    let file = home.path(".local/state/geul/history")
    let entries = "/set length 5\n/set length 6\n/set length 3\n"
    #expect(try bytes(of: file) == Array(entries.utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let second = try repl()
    try second.press("Up")
    try second.expectEnd("run> /set length 3")
    try second.press("Up", "Up")
    try second.expectEnd("run> /set length 5")
    try second.press("Down", "Down", "Down")
    try second.expectEnd("run>")
    try second.press("C-r")
    try second.type("gth 6")
    try second.wait("what was sought") { $0.contains { $0.contains("/set length 6") } }
    try second.press("Escape")
    try second.expectEnd("run> /set length 6")
  }

  @Test func tabCompletes() throws {
    let terminal = try repl(columns: 60)
    try terminal.type("/set")
    try terminal.press("Tab")
    // Behind the blank that Tab adds; what came together with Tab would look pasted, and Tab a part of it.
    try waitForCursor(terminal, 10)
    try terminal.type("te")
    try terminal.press("Tab")
    try terminal.expectEnd("run> /set temperature")
    try terminal.press("C-u")
    try terminal.type("/")
    try terminal.press("Left", "Right", "Tab", "Tab")
    try terminal.wait { $0.contains { $0.contains("/help") } && $0.last == "run> /" }
  }

  @Test func suspendedItGivesTheTerminalBack() throws {
    let terminal = try TerminalScreen(
      ["/bin/bash", "--norc"], environment: ["HOME": home.path, "PS1": "shell> "], columns: 70)
    try terminal.expectEnd("shell>")
    try terminal.type("\(Geul.path) repl \(run.path); echo \"left with $?\"")
    try terminal.press("Enter")
    try terminal.expectEnd("run>")
    try terminal.type("한글")
    try terminal.expectEnd("run> 한글")
    #expect(try terminal.modes().isSuperset(of: ["-icanon", "-echo"]))
    try terminal.press("C-z")
    try terminal.wait("the shell") { $0.last == "shell>" }
    try terminal.type("fg")
    try terminal.press("Enter")
    try terminal.expectEnd("run> 한글")
    #expect(try terminal.modes().isSuperset(of: ["-icanon", "-echo"]))
    try terminal.press("BSpace")
    try terminal.expectEnd("run> 한")
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func endedByASignalItLeavesTheTerminalAsItWas(_ number: Int32) throws {
    let line = "\"$0\" repl \"$1\"; echo \"left with $?\"; stty -a; sleep 100"
    let terminal = try TerminalScreen(
      ["/bin/sh", "-c", line, Geul.path, run.path], environment: ["HOME": home.path])
    try terminal.expectEnd("run>")
    try terminal.type("half")
    try terminal.expectEnd("run> half")
    let shell = try terminal.processID()
    let children = try String(
      contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    kill(try #require(Int32(children.split(separator: " ").first ?? "")), number)
    let screen = try terminal.wait("the modes") { $0.contains { $0.contains("icanon") } }
    let modes = Set(screen.joined(separator: " ").split { " ;".contains($0) })
    #expect(modes.isSuperset(of: ["icanon", "echo"]))
    #expect(screen.contains("left with \(128 + number)"))
  }

  @Test func aVeryLongLineIsTaken() throws {
    let terminal = try repl()
    try terminal.paste(String(repeating: "비가 늦게 ", count: 7000))
    try terminal.type("끝")
    try terminal.wait { $0.last?.hasSuffix("끝") ?? false }
    try terminal.press("Enter")
    try terminal.wait { $0.last == "run>" }
  }

  @Test func malformedBytesAreSeenAndCanBeErased() throws {
    let terminal = try repl()
    try terminal.pasteBytes([0x61, 0xFF, 0xEA, 0xB0, 0x62])
    try terminal.expectEnd("run> a\u{FFFD}\u{FFFD}\u{FFFD}b")
    try terminal.press("Enter")
    try terminal.wait { $0.last == "run>" && $0.contains { $0.contains("not UTF-8") } }
    try terminal.pasteBytes([0xFF])
    try terminal.press("BSpace")
    try terminal.type("/quit")
    try terminal.press("Enter")
    #expect(try terminal.finish() == 0)
  }

  @Test func keysOfOnesOwnAreHonoured() throws {
    try home.write(".editrc", "geul:bind ^U ed-move-to-beg\nother:bind ^K ed-move-to-beg\n")
    let terminal = try repl()
    try terminal.type("글")
    try terminal.press("C-u")
    try terminal.type("한")
    try terminal.expectEnd("run> 한글")
    try terminal.press("C-k")
    try terminal.expectEnd("run> 한")
  }
}

extension String {
  /// The text so many times, each time begun one character later, so that no two rows are alike.
  fileprivate func shuffledLine(times: Int) -> String {
    (0..<times).map { String(dropFirst($0) + prefix($0)) }.joined()
  }
}
