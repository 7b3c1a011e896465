import ArgumentParser
import GeulKit

/// How a text is read and cut into symbols. Nil means not given: the default, or what a vocabulary says.
struct TextOptions: ParsableArguments {
  @Option(help: "What one symbol is: scalar, grapheme, jamo or byte (default: scalar).")
  var units: TextUnit?

  @Option(help: "nfc, nfd, nfkc, nfkd or none (default: nfc).")
  var normalize: NormalizationForm?

  @Option(help: "CRLF, CR, NEL and U+2028 become LF, or are kept: lf or keep (default: lf).")
  var newlines: NewlinePolicy?

  @OptionGroup var bytes: ReadingFlags

  @Option(help: "Symbols that occur less often are spelled in smaller ones (default: 1).")
  var minimumCount: Int?

  @Option(help: "The most symbols, the 256 reserved for bytes among them (default: no limit).")
  var vocabularySize: Int?

  @Option(
    help: "What is not in the vocabulary: bytes spells it, symbol reads one (default: bytes).")
  var unknown: UnknownPolicy?

  @Option(help: "Take the vocabulary of a tokenizer.json, a checkpoint, a run or a token file.")
  var vocabulary: String?

  /// The names of these flags.
  static let flags =
    ["units", "normalize", "newlines"] + ReadingFlags.flags
    + ["minimum-count", "vocabulary-size", "unknown", "vocabulary"]

  /// The same as choices.
  var choices: TextChoices {
    var choices = TextChoices()
    (choices.units, choices.normalize, choices.newlines) = (units, normalize, newlines)
    bytes.choose(for: &choices)
    (choices.minimumCount, choices.vocabularySize) = (minimumCount, vocabularySize)
    (choices.unknown, choices.vocabulary) = (unknown, vocabulary)
    return choices
  }
}
