import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// What somebody chose of how a text is read and cut into symbols, by the names of the command's flags; nil is not
/// chosen: the default, or what a vocabulary says.
public struct TextChoices: Sendable, Equatable {
  /// What one symbol is.
  public var units: TextUnit?
  /// The normal form.
  public var normalize: NormalizationForm?
  /// What becomes of line ends.
  public var newlines: NewlinePolicy?
  /// The encoding's name, or `auto`.
  public var encoding: String?
  /// What becomes of ill-formed bytes.
  public var invalid: InvalidPolicy?
  /// What of structured files is text: a field, a column, or `html`.
  public var textOf: String?
  /// Which files of folders are read, by patterns of the shell.
  public var include: [String] = []
  /// Where a document begins.
  public var documents: DocumentBoundary?
  /// Which byte order marks are removed.
  public var byteOrderMarks: ByteOrderMarkPolicy?
  /// Symbols that occur less often are spelled in smaller ones.
  public var minimumCount: Int?
  /// The most symbols.
  public var vocabularySize: Int?
  /// What becomes of characters outside the vocabulary.
  public var unknown: UnknownPolicy?
  /// A file or folder whose vocabulary is taken.
  public var vocabulary: String?

  /// Nothing chosen.
  public init() {}

  /// How bytes become text; throws `TextError` for an encoding that is not known here.
  public func reading() throws -> ReadingOptions {
    ReadingOptions(
      encoding: try EncodingChoice(encoding ?? "auto"), invalid: invalid ?? .error,
      textOf: textOf, include: include, documents: documents ?? .file,
      byteOrderMarks: byteOrderMarks ?? .first)
  }

  /// How a tokenizer is learned; throws `RequestError` if the choices contradict each other.
  public func tokenizerOptions() throws(RequestError) -> TokenizerOptions {
    let options = TokenizerOptions(
      unit: units ?? .scalar, form: normalize ?? .nfc, newlines: newlines ?? .lf,
      minimumCount: minimumCount ?? 1, size: vocabularySize, unknown: unknown ?? .bytes)
    if let flaw = options.flaw { throw .usage("--\(flaw)") }
    return options
  }

  /// How the text of a run is read, as its `config.json` keeps it; `corpus` are its paths.
  func settings(for corpus: [String]) throws -> TextSettings {
    let isLearned = try vocabulary == nil && !corpus.contains(where: TokenFile.isOne)
    return TextSettings(
      reading: try reading(), tokenizer: isLearned ? try tokenizerOptions() : nil)
  }

  /// Throws `RequestError` or `TextError` if the choices make no sense, before any text is read.
  public func check() throws {
    if vocabulary == nil { _ = try tokenizerOptions() }
    _ = try reading()
  }

  /// Encodes a corpus to a token file as these choices say, or takes the one it is.
  ///
  /// `observer` is shown the text as it was decoded, and `progress` is told the bytes read. Throws `RequestError`,
  /// `TextError`, `StorageError` or `WorkStopped`.
  public func encode(
    _ paths: [String], to destination: TokenDestination, stop: StopRequest = StopRequest(),
    observer: CorpusObserver? = nil, progress: ((Int) -> Void)? = nil
  ) throws -> EncodedCorpus {
    try encode(
      paths, from: nil, to: destination, stop: stop, observer: observer, progress: progress)
  }

  /// The same for a run that begins with a model, whose vocabulary grows by what the corpus has more.
  func encode(
    _ paths: [String], from start: StartingModel?, to destination: TokenDestination,
    stop: StopRequest, observer: CorpusObserver?, progress: ((Int) -> Void)?
  ) throws -> EncodedCorpus {
    if let path = try paths.first(where: TokenFile.isOne) { return try takeTokens(path, of: paths) }
    let source = try CorpusSource(paths: paths, for: reading())
    let encoder = CorpusEncoder(
      reading: try reading(), stop: stop, progress: progress, observer: observer)
    if let start {
      return try encoder.learn(
        source, try start.options(self), extending: start.language.tokenizer.vocabulary,
        to: destination)
    }
    guard let vocabulary else {
      return try encoder.learn(source, try tokenizerOptions(), to: destination)
    }
    let tokenizer = try VocabularyFile.tokenizer(of: vocabulary)
    if let flag = flagsContradicting(tokenizer).first {
      throw RequestError.usage(
        "--\(flag) contradicts the vocabulary of \(vocabulary), which has its own; leave it out")
    }
    return try encoder.encode(source, with: tokenizer, to: destination)
  }

  private func takeTokens(_ path: String, of paths: [String]) throws -> EncodedCorpus {
    guard paths.count == 1 else {
      throw RequestError.usage(
        "\(path) is a token file, a whole corpus by itself; name it alone, or name texts")
    }
    let corpus = try EncodedCorpus(tokenFile: path)
    if let flag = given.first(where: \.isGiven)?.flag {
      throw RequestError.usage(
        "--\(flag) is for texts, and \(path) is a token file, whose ids are fixed; "
          + "leave it out, or name the text")
    }
    return corpus
  }

  /// The flags of choices that would change the text of a run that is to be resumed; throws `TextError`.
  public func changes(to text: TextSettings, _ tokenizer: Tokenizer) throws -> [String] {
    var changed = flagsContradicting(tokenizer)
    if encoding != nil, try reading().encoding != text.reading.encoding {
      changed.append("encoding")
    }
    if let invalid, invalid != text.reading.invalid { changed.append("invalid") }
    if let textOf, textOf != text.reading.textOf { changed.append("text-of") }
    if !include.isEmpty, include != text.reading.include { changed.append("include") }
    if let documents, documents != text.reading.documents { changed.append("documents") }
    if let byteOrderMarks, byteOrderMarks != text.reading.byteOrderMarks {
      changed.append("byte-order-marks")
    }
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

  private var given: [(flag: String, isGiven: Bool)] {
    [
      ("units", units != nil), ("normalize", normalize != nil), ("newlines", newlines != nil),
      ("encoding", encoding != nil), ("invalid", invalid != nil),
      ("text-of", textOf != nil), ("include", !include.isEmpty), ("documents", documents != nil),
      ("byte-order-marks", byteOrderMarks != nil),
      ("minimum-count", minimumCount != nil), ("vocabulary-size", vocabularySize != nil),
      ("unknown", unknown != nil), ("vocabulary", vocabulary != nil),
    ]
  }
}
