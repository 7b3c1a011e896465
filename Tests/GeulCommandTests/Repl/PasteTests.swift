import Foundation
import Testing

/// Pastes into `geul repl`, and texts of several lines typed by hand.
@Suite(.enabled(if: TerminalScreen.program != nil), .timeLimit(.minutes(15)))
struct PasteTests {
  let run: TrainedRun
  let home: TemporaryFolder

  init() throws {
    run = try TrainedRun(Sample.korean + "한글\n")
    home = try TemporaryFolder()
  }

  private func repl(columns: Int = 60, rows: Int = 20) throws -> TerminalScreen {
    let terminal = try TerminalScreen(
      [Geul.path, "repl", run.path, "--length", "4", "--seed", "2"],
      environment: ["HOME": home.path], columns: columns, rows: rows)
    try terminal.expectEnd("run>")
    return terminal
  }

  /// Sends what stands in the line, and returns how many symbols were read and written since the beginning.
  private func send(_ terminal: TerminalScreen) throws -> Int {
    try terminal.press("Enter")
    try terminal.wait("an answer") { $0.last == "run>" }
    try terminal.type("/show")
    try terminal.press("Enter")
    let screen = try terminal.wait("the settings") {
      $0.last == "run>" && $0.contains { $0.hasPrefix("read and written") }
    }
    let line = try #require(screen.last { $0.hasPrefix("read and written") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  private func marked(_ text: String) -> [UInt8] { Array("\u{1B}[200~\(text)\u{1B}[201~".utf8) }

  @Test func aPasteIsOneText() throws {
    let terminal = try repl()
    try terminal.pasteMarked("비가 늦게\n/quit\n왔고")
    try terminal.expectEnd("run> 비가 늦게↵/quit↵왔고")
    try terminal.type("!")
    try terminal.expectEnd("run> 비가 늦게↵/quit↵왔고!")
    // Fifteen scalars, of which /, q, u, i, t and ! are spelled in bytes, and four more.
    #expect(try send(terminal) == 15 + 4)
    // Again from the history, in which it is one entry.
    try terminal.press("Up", "Up")
    try terminal.expectEnd("run> 비가 늦게↵/quit↵왔고!")
    #expect(try send(terminal) == 2 * (15 + 4))
  }

  @Test(arguments: [
    ("비가\r\n\r\n왔고", "비가↵↵왔고", 6), ("/quit\r비", "/quit↵비", 7), ("\"\"\"\r비", "\"\"\"↵비", 5),
    ("가\u{1}\u{3}\u{4}\u{1A}\u{1C}\u{11}\u{13}\u{7F}\u{15}\0나", "가␁␃␄␚␜␑␓␡␕␀나", 12),
    ("비가\u{1B}[201~\r/quit\r왔고", "비가␛[201~↵/quit↵왔고", 17),
    ("e\u{301}👩\u{200D}👧\r비", "e\u{301}👩\u{200D}👧↵비", 6),
  ])
  func whateverItHolds(_ text: String, _ shown: String, _ symbols: Int) throws {
    let terminal = try repl()
    try terminal.pasteBytes(marked(text))
    try terminal.wait("the paste") { $0.last?.hasPrefix("run> " + shown.prefix(2)) ?? false }
    if !text.contains("👩") { try terminal.expectEnd("run> " + shown) }
    // Those that are not in the vocabulary are spelled in up to four bytes.
    let unknown = Set(Sample.korean.unicodeScalars + "한글".unicodeScalars)
    let extra = text.unicodeScalars.reduce(0) {
      $0 + (unknown.contains($1) ? 0 : String($1).utf8.count - 1)
    }
    #expect(try send(terminal) == symbols + extra + 4)
  }

  @Test func theEnterBehindItIsOne() throws {
    let terminal = try repl()
    try terminal.pasteBytes(marked("비가\r왔고") + Array("\r".utf8))
    try terminal.wait("an answer") { $0.last == "run>" && $0.count > 2 }
    #expect(try send(terminal) > 5)
  }

  @Test func aLongOneIsShownAsOneSign() throws {
    let terminal = try repl()
    let line = "비가 늦게 왔고\r"
    try terminal.pasteBytes(marked(String(repeating: line, count: 5_000)))
    try terminal.expectEnd(
      "⊞ stands for what was pasted: 45,000 characters, 5,001 lines", "run> ⊞")
    try terminal.press("BSpace")
    try terminal.expectEnd(
      "⊞ stands for what was pasted: 45,000 characters, 5,001 lines", "run>")
    try terminal.pasteBytes(marked(String(repeating: line, count: 500)))
    try terminal.wait("the sign") { $0.last == "run> ⊞" && $0.joined().contains("501 lines") }
    #expect(try send(terminal) == 4_500 + 4)
  }

  @Test func linesTypedByHand() throws {
    let terminal = try repl()
    try terminal.type("비가")
    try terminal.press("M-Enter")
    try terminal.type("왔고")
    try terminal.expectEnd("run> 비가↵왔고")
    #expect(try send(terminal) == 5 + 4)
    try terminal.type("비가\\")
    try terminal.press("Enter")
    try terminal.expectEnd("run> 비가\\", "...")
    try terminal.type("왔고")
    #expect(try send(terminal) == 2 * (5 + 4))
  }

  /// The marks are asked for while the REPL has the terminal, and for no longer, however it ends.
  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, 0])
  func theTerminalIsGivenBack(_ number: Int32) throws {
    let child = try Geul.start(
      ["repl", run.path], environment: ["TERM": "xterm", "HOME": home.path], onTerminal: true)
    #expect(try child.wait { String(decoding: $0.output, as: UTF8.self).contains("run> ") })
    if number == 0 { child.type("\u{4}") } else { child.send(number) }
    _ = try child.finish()
    let output = String(decoding: child.output, as: UTF8.self)
    let (on, off) = (output.ranges(of: "\u{1B}[?2004h"), output.ranges(of: "\u{1B}[?2004l"))
    #expect(on.count == 1 && off.count == 1)
    #expect(output.hasSuffix("\u{1B}[?2004l"), "\(output.debugDescription)")
  }

  @Test func whereNoLineIsEditedThereAreNoMarks() throws {
    let child = try Geul.start(
      ["repl", run.path], environment: ["TERM": "dumb", "HOME": home.path], onTerminal: true)
    #expect(try child.wait { String(decoding: $0.output, as: UTF8.self).contains("run> ") })
    child.type("\u{4}")
    #expect(try child.finish().output.contains("2004") == false)
    let piped = try Geul.run(["repl", run.path], input: Array("/quit\n".utf8))
    #expect(!piped.output.contains("2004"))
  }
}
