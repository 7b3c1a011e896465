import ArgumentParser
import GeulKit

/// How the bytes of files that are named become text.
struct ReadingFlags: ParsableArguments {
  @Option(help: "auto, utf-8, utf-16, cp949, or any other name that iconv knows.")
  var encoding = "auto"

  @Option(help: "What becomes of ill-formed bytes: error, replace or skip.")
  var invalid: InvalidPolicy = .error

  /// The same as options of reading; throws `TextError` for an encoding that is not known here.
  func options() throws -> ReadingOptions {
    ReadingOptions(encoding: try EncodingChoice(encoding), invalid: invalid)
  }
}
