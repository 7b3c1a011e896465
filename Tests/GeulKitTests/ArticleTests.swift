import FoundationEssentials
import GeulKit
import Testing

/// The articles' code is what is compiled here, and it does what the articles say.
@Suite struct ArticleTests {
  private static let articles = "Sources/GeulKit/Documentation.docc/"

  /// Articles, where their code stands, and by how much it is indented there.
  @Test(arguments: [
    ("TrainingAModel.md", "Tests/GeulKitTests/ArticleExample.swift", "  "),
    ("ALoopOfYourOwn.md", "Tests/OwnLoop/main.swift", ""),
  ])
  func theArticleShowsTheCodeThatIsCompiled(
    article: String, example: String, indentation: String
  ) throws {
    let shown = lines(of: try text(Self.articles + article), after: "```swift", before: "```")
    let compiled = lines(
      of: try text(example), after: indentation + "// article: begin",
      before: indentation + "// article: end")
    #expect(shown.count > 10)
    #expect(
      shown
        == compiled.map {
          $0.hasPrefix(indentation) ? String($0.dropFirst(indentation.count)) : $0
        })
  }

  @Test func theCodeTrainsLoadsEvaluatesAndGenerates() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "Once the heron stood.\n", count: 40)
    let corpus = try folder.write("heron.txt", text)
    var printed: [String] = []
    try runArticleExample(corpus: corpus, run: folder.path("run")) { printed.append($0) }
    let evaluations = printed.filter { $0.hasPrefix("step ") }
    #expect(!evaluations.isEmpty)
    try #require(printed.count == evaluations.count + 3)
    let rest = printed.suffix(3).map { $0 }
    #expect(rest[0].unicodeScalars.count == 200)
    #expect(rest[1].hasSuffix(" bits per character"))
    #expect(rest[2].unicodeScalars.count == 80)
  }

  /// The lines between the first line that is `first` and the next that is `last`.
  private func lines(of text: String, after first: String, before last: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return Array(lines.drop { $0 != first }.dropFirst().prefix { $0 != last })
  }

  /// A file of this repository.
  private func text(_ path: String) throws -> String {
    String(decoding: try readFile(repositoryRoot + path, limit: 1 << 20), as: UTF8.self)
  }
}
