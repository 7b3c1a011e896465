import ArgumentParser
import GeulKit

/// How the bytes of files that are named become text. Nil means not given.
struct ReadingFlags: ParsableArguments {
  @Option(
    help: "auto, utf-8, utf-16, cp949, mixed, or any other name that iconv knows (default: auto).")
  var encoding: String?

  @Option(help: "What becomes of ill-formed bytes: error, replace or skip (default: error).")
  var invalid: InvalidPolicy?

  @Option(
    help: ArgumentHelp(
      "What of the files is text: a field of JSON, a column of CSV or TSV, or html.",
      valueName: "field|column|html"))
  var textOf: String?

  @Option(
    parsing: .singleValue,
    help: "Which files of a folder are read, such as '*.md' (default: '*.txt'); repeatable.")
  var include: [String] = []

  @Option(
    help:
      "Where a document begins: with each file or record, or after a blank-line (default: file).")
  var documents: DocumentBoundary?

  @Option(
    help:
      "Byte order marks that are removed: the first of a file, or all that begin lines (default: first)."
  )
  var byteOrderMarks: ByteOrderMarkPolicy?

  /// The names of these flags.
  static let flags = ["encoding", "invalid", "text-of", "include", "documents", "byte-order-marks"]

  /// Those that were given.
  var given: [String] {
    let isGiven = [
      encoding != nil, invalid != nil, textOf != nil, !include.isEmpty, documents != nil,
      byteOrderMarks != nil,
    ]
    return zip(Self.flags, isGiven).filter(\.1).map(\.0)
  }

  /// The same as options of reading; throws `TextError` for an encoding that is not known here.
  func options(invalid standard: InvalidPolicy = .error) throws -> ReadingOptions {
    var choices = TextChoices()
    choose(for: &choices)
    choices.invalid = invalid ?? standard
    return try choices.reading()
  }

  /// Puts what was given among the choices of a text.
  func choose(for choices: inout TextChoices) {
    (choices.encoding, choices.invalid) = (encoding, invalid)
    (choices.textOf, choices.include) = (textOf, include)
    (choices.documents, choices.byteOrderMarks) = (documents, byteOrderMarks)
  }
}

extension DocumentBoundary: ExpressibleByArgument {}
extension ByteOrderMarkPolicy: ExpressibleByArgument {}
