import Foundation
import GeulStorage
import Testing

/// `geul recall` and `geul lab hopfield`.
@Suite struct RecallTests {
  private let poem = """
    얼음 트럭이 후진하는 소리가 들린다
    고무장화 수십 켤레가 젖은 바닥을 밟는다

    저울은 새벽 네 시에 깨어난다
    얼음 트럭이 후진하는 소리가 들린다
    """

  @Test(arguments: ["dense", "pseudo-inverse", "hebbian"])
  func aDamagedPartBringsTheLineBack(rule: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("poem.txt", poem)
    let result = try Geul.run(
      "recall", file, "--query", "장화 수십 켤래가 젖은 바닥", "--rule", rule, "--json")
    expectSuccess(result)
    let found = try #require(try Events(result).lines.first)
    #expect(try found.integer(at: "number") == 2)
    #expect(try found.integer(at: "lines") == 3)
    #expect(try found.elements(at: "energies").count > 1)
    let shown = try Geul.run("recall", file, "--query", "네 시", "--rule", rule)
    #expect(shown.output.contains("step 0: energy"))
    #expect(shown.output.contains("line 4: 저울은"))
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("poem.txt", poem)
    let many = try folder.write(
      "many.txt", (0..<300).map { "line number \($0)\n" }.joined())
    let cases: [([String], Int32)] = [
      (["recall", file, "--query", ""], 64), (["recall", file + "x", "--query", "a"], 66),
      (["recall", many, "--query", "line", "--rule", "hebbian"], 65),
      (["lab", "hopfield", "--units", "3"], 64), (["lab", "hopfield", "--trials", "0"], 64),
    ]
    for (arguments, status) in cases {
      let result = try Geul.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }

  @Test func theExperimentIsShown() throws {
    let folder = try TemporaryFolder()
    let page = folder.path("h.html")
    let result = try Geul.run(
      "lab", "hopfield", "--units", "100", "--trials", "1", "--json", "--html", page)
    expectSuccess(result)
    let found = try #require(try Events(result).lines.first)
    #expect(try found.elements(at: "rules").count == 2)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("<svg") && !html.contains("http"))
  }
}
