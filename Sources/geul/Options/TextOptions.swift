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
  static let flags = [
    "units", "normalize", "newlines", "encoding", "invalid", "minimum-count", "vocabulary-size",
    "unknown", "vocabulary",
  ]

  /// How a tokenizer is learned; throws a usage error if the flags contradict each other.
  func tokenizerOptions() throws -> TokenizerOptions {
    let options = TokenizerOptions(
      unit: units ?? .scalar, form: normalize ?? .nfc, newlines: newlines ?? .lf,
      minimumCount: minimumCount ?? 1, size: vocabularySize, unknown: unknown ?? .bytes)
    if let flaw = options.flaw { throw Failure.usage("--\(flaw)") }
    return options
  }

  /// Encodes a corpus to a token file as these flags say, or takes the one it is.
  func encode(_ paths: [String], to destination: TokenDestination) throws -> EncodedCorpus {
    if let path = paths.first(where: TokenFile.isOne) {
      guard paths.count == 1 else {
        throw Failure.usage(
          "\(path) is a token file, a whole corpus by itself; name it alone, or name texts")
      }
      let corpus = try EncodedCorpus(tokenFile: path)
      if let flag = Self.flags.first(where: { isGiven($0) }) {
        throw Failure.usage(
          "--\(flag) is for texts, and \(path) is a token file, whose ids are fixed; "
            + "leave it out, or name the text")
      }
      return corpus
    }
    let source = try CorpusSource(paths: paths)
    var progress = try EncodingProgress(source)
    defer { progress.clear() }
    let encoder = CorpusEncoder(reading: try bytes.options(), stop: Signals.stop) {
      progress.show($0)
    }
    guard let vocabulary else {
      return try encoder.learn(source, try tokenizerOptions(), to: destination)
    }
    let tokenizer = try VocabularyFile.tokenizer(of: vocabulary)
    if let flag = flagsContradicting(tokenizer).first {
      throw Failure.usage(
        "--\(flag) contradicts the vocabulary of \(vocabulary), which has its own; leave it out")
    }
    return try encoder.encode(source, with: tokenizer, to: destination)
  }

  /// Flags given that would change the text settings of a run that is to be resumed.
  func flagsChanging(_ text: TextSettings, _ tokenizer: Tokenizer) throws -> [String] {
    var changed = flagsContradicting(tokenizer)
    if bytes.encoding != nil, try bytes.options().encoding != text.reading.encoding {
      changed.append("encoding")
    }
    if let invalid = bytes.invalid, invalid != text.reading.invalid { changed.append("invalid") }
    if let minimumCount, minimumCount != text.tokenizer?.minimumCount {
      changed.append("minimum-count")
    }
    if let vocabularySize, vocabularySize != text.tokenizer?.size {
      changed.append("vocabulary-size")
    }
    if vocabulary != nil && text.tokenizer != nil { changed.append("vocabulary") }
    return changed.map { "--" + $0 }
  }

  private func flagsContradicting(_ tokenizer: Tokenizer) -> [String] {
    func contradicts<Value: Equatable>(_ given: Value?, _ value: Value) -> Bool {
      given.map { $0 != value } ?? false
    }
    let flags: [(String, Bool)] = [
      ("units", contradicts(units, tokenizer.unit)),
      ("normalize", contradicts(normalize, tokenizer.form)),
      ("newlines", contradicts(newlines, tokenizer.newlines)),
      ("unknown", contradicts(unknown, tokenizer.vocabulary.unknown)),
      ("minimum-count", vocabulary != nil && minimumCount != nil),
      ("vocabulary-size", vocabulary != nil && vocabularySize != nil),
    ]
    return flags.filter(\.1).map(\.0)
  }

  private func isGiven(_ flag: String) -> Bool {
    switch flag {
    case "units": units != nil
    case "normalize": normalize != nil
    case "newlines": newlines != nil
    case "encoding": bytes.encoding != nil
    case "invalid": bytes.invalid != nil
    case "minimum-count": minimumCount != nil
    case "vocabulary-size": vocabularySize != nil
    case "unknown": unknown != nil
    default: vocabulary != nil
    }
  }
}
