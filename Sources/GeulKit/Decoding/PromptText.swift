import GeulText

/// A prompt, as a person names it.
public enum PromptText {
  /// The argument itself, the file after `@`, or standard input for `-`; `@@` stands for text that begins with `@`.
  ///
  /// A file is read as a corpus is, in the encoding that was named or that its bytes look like, and `tell` is told in a
  /// line of any other than UTF-8. Throws `TextError`, with file and place, if it is not there or no text, and
  /// `RequestError`, which names `option`, if no file is named.
  public static func read(
    _ argument: String, of option: String = "--prompt", encoding: EncodingChoice = .auto,
    tell: (String) -> Void = { _ in }
  ) throws -> String {
    if argument == CorpusSource.standardInput { return try file(argument, encoding, tell) }
    if argument.hasPrefix("@@") { return String(argument.dropFirst()) }
    if argument.hasPrefix("@") {
      guard argument != "@" else {
        throw RequestError.usage("\(option) @: expected a file's name after the @, found none")
      }
      return try file(String(argument.dropFirst()), encoding, tell)
    }
    guard encoding == .auto else {
      throw RequestError.usage("--encoding is of a file; name one: \(option) @FILE")
    }
    return argument
  }

  /// The text of a file; `tell` is told in a line of any other encoding than UTF-8. Throws `TextError`.
  public static func file(
    _ path: String, _ encoding: EncodingChoice = .auto, _ tell: (String) -> Void
  ) throws -> String {
    try TextFile.read(path, encoding: encoding) { report in
      if let line = CorpusNotes.line(on: report, of: path) { tell(line) }
    }
  }
}
