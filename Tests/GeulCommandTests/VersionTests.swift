import GeulWork
import Testing

/// `geul --version`.
@Suite struct VersionTests {
  @Test func itIsThatOfTheLibrary() throws {
    let result = try Geul.run("--version")
    expectSuccess(result)
    #expect(result.output == BuildInformation.description + "\n")
    #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+( \([0-9a-f]+(\+changes)?\))?\n/) != nil)
  }

  /// Whether there are changes is another question by now: whoever builds may go on to edit.
  @Test func itNamesTheCommitThatIsCheckedOut() throws {
    let package = "\(#filePath)".split(separator: "/").dropLast(3).joined(separator: "/")
    let git = try Geul.shell(
      "cd \"/$1\" && [ -e .git ] && git rev-parse --short HEAD", [package])
    let commit = BuildInformation.commit?.prefix { $0 != "+" }
    #expect(
      commit.map(String.init) == (git.status == 0 ? String(git.output.dropLast()) : nil),
      "built, then committed? build again")
  }
}
