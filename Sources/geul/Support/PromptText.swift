import GeulKit

/// The text of a `--prompt`.
enum PromptText {
  /// The argument itself, the file after `@`, or standard input for `-`; `@@` stands for text that begins with `@`.
  ///
  /// Throws `TextError`, with file and place, if it is not UTF-8 or not there.
  static func read(_ argument: String) throws -> String {
    if argument == CorpusSource.standardInput { return try TextFile.read(argument) }
    if argument.hasPrefix("@@") { return String(argument.dropFirst()) }
    if argument.hasPrefix("@") {
      guard argument != "@" else {
        throw Failure.usage("--prompt @: expected a file's name after the @, found none")
      }
      return try TextFile.read(String(argument.dropFirst()))
    }
    return argument
  }
}
