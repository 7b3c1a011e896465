import GeulText

/// A prompt, as a person names it.
public enum PromptText {
  /// The argument itself, the file after `@`, or standard input for `-`; `@@` stands for text that begins with `@`.
  ///
  /// Throws `TextError`, with file and place, if it is not UTF-8 or not there, and `RequestError`, which names `option`,
  /// if no file is named.
  public static func read(_ argument: String, of option: String = "--prompt") throws -> String {
    if argument == CorpusSource.standardInput { return try TextFile.read(argument) }
    if argument.hasPrefix("@@") { return String(argument.dropFirst()) }
    if argument.hasPrefix("@") {
      guard argument != "@" else {
        throw RequestError.usage("\(option) @: expected a file's name after the @, found none")
      }
      return try TextFile.read(String(argument.dropFirst()))
    }
    return argument
  }
}
