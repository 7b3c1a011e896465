import Testing

@testable import geul

@Suite struct CompletionTests {
  private let folder: TemporaryFolder
  private let rules: CompletionRules

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a b.txt", "a c.txt", ".hidden", "한글/x", "bad\u{7}"] { try folder.write(name, "") }
    rules = CompletionRules(
      commands: ["/help", "/set", "/show", "/go", "/load"],
      settings: ["temperature", "top-k", "top-p"], branches: ["main", "가지"], folder: folder.path,
      home: folder.path)
  }

  @Test(arguments: [
    ("/s", "/s", ["/set", "/show"]), ("/he", "/he", ["/help"]), ("/x", "/x", []),
    ("/set to", "to", ["top-k", "top-p"]), ("/set top-k 1", "", []), ("/go ", "", ["main", "가지"]),
    ("/load ", "", ["a b.txt", "a c.txt", "한글/"]), ("/load a b", "a b", ["a b.txt"]),
    ("/load .", ".", [".hidden"]), ("/save 한글/", "한글/", ["한글/x"]), ("/prompt ~", "~", ["~/"]),
    ("/load ~/a", "~/a", ["~/a b.txt", "~/a c.txt"]), ("/load none/", "none/", []),
    ("/help x", "", []),
  ])
  func partsOfCommands(_ line: String, _ word: String, _ candidates: [String]) {
    #expect(rules.completion(of: line) == Completion(word: word, candidates: candidates))
  }

  @Test(arguments: ["", "text", "//load ", "text /s"])
  func textIsLeftAlone(_ line: String) { #expect(rules.completion(of: line) == nil) }

  @Test(arguments: [
    (["/help"], "/help "), (["한글/"], "한글/"), (["top-k", "top-p"], "top-"), (["a", "b"], "w"),
    ([], "w"),
  ])
  func whatIsInserted(_ candidates: [String], _ insertion: String) {
    #expect(Completion(word: "w", candidates: candidates).insertion == insertion)
  }

  @Test func candidatesAreShownInColumns() {
    let names = ["x/aa", "x/b", "x/c/", "x/ddd"]
    let completion = Completion(word: "x/", candidates: names)
    #expect(completion.rows(width: 10, limit: 9) { $0.count } == ["aa   c/", "b    ddd"])
    #expect(completion.rows(width: 3, limit: 9) { $0.count } == ["aa", "b", "c/", "ddd"])
    #expect(completion.rows(width: 3, limit: 2) { $0.count } == ["aa", "… 4 in all"])
    #expect(Completion(word: "", candidates: []).rows(width: 3, limit: 2) { $0.count } == [])
  }
}
