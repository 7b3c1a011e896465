import ArgumentParser
import GeulKit

/// How the bytes of files that are named become text. Nil means not given.
struct ReadingFlags: ParsableArguments {
  @Option(help: "auto, utf-8, utf-16, cp949, or any other name that iconv knows (default: auto).")
  var encoding: String?

  @Option(help: "What becomes of ill-formed bytes: error, replace or skip (default: error).")
  var invalid: InvalidPolicy?

  /// The same as options of reading; throws `TextError` for an encoding that is not known here.
  func options(invalid standard: InvalidPolicy = .error) throws -> ReadingOptions {
    ReadingOptions(encoding: try EncodingChoice(encoding ?? "auto"), invalid: invalid ?? standard)
  }
}
