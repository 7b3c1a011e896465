import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// The texts of a run, as token files in its folder.
public enum RunCorpus {
  /// The corpus of a run, checked to be the one the run began with.
  ///
  /// The token file in the run's folder is what the run began with, and is taken whatever has become of the
  /// texts: if they have changed, or can no longer be read, `tell` is told so in a line. It is never replaced by other
  /// text. Throws `RequestError` for another text than the run's, `TextError`, `StorageError` or `WorkStopped`.
  public static func open(
    _ settings: RunSettings, tokenizer: Tokenizer, run: RunFolder?, stop: StopRequest? = nil,
    tell: (String) -> Void
  ) throws -> TokenSequence {
    if let corpus = try tokenFile(settings.corpus, tokenizer: tokenizer) {
      return try checked(corpus.tokens, settings)
    }
    if let run, let own = try ownCopy(settings, run, tell) {
      try tellIfChanged(settings, tokenizer: tokenizer, run, stop, tell)
      return own
    }
    return try named(settings, tokenizer: tokenizer, stop: stop)
  }

  /// The corpus that was named anew for a run, checked likewise; throws likewise.
  public static func named(
    _ settings: RunSettings, tokenizer: Tokenizer, stop: StopRequest? = nil
  ) throws -> TokenSequence {
    try checked(
      encode(settings.corpus, settings, tokenizer: tokenizer, to: nil, stop: stop).tokens, settings)
  }

  private static func checked(
    _ tokens: TokenSequence, _ settings: RunSettings
  ) throws -> TokenSequence {
    guard tokens.fingerprint == settings.corpusFingerprint else {
      throw RequestError(
        .badData,
        "\(settings.corpus.joined(separator: ", ")): expected the text that the run began with "
          + "(\(settings.corpusSymbols) symbols), found another (\(tokens.count) symbols); "
          + "restore the text, or name it")
    }
    return tokens
  }

  /// A text of its own, to validate or test on; `path` is where its token file is kept, if that can be written.
  ///
  /// Throws `RequestError` for a token file of other ids, `TextError`, `StorageError` or `WorkStopped`.
  public static func encode(
    _ files: [String], _ settings: RunSettings, tokenizer: Tokenizer, to path: String?,
    stop: StopRequest? = nil
  ) throws -> EncodedCorpus {
    if let corpus = try tokenFile(files, tokenizer: tokenizer) { return corpus }
    let source = try CorpusSource(paths: files, for: settings.text.reading)
    let encoder = CorpusEncoder(reading: settings.text.reading, stop: stop)
    guard let path else { return try encoder.encode(source, with: tokenizer) }
    do {
      return try encoder.encode(source, with: tokenizer, to: .file(path))
    } catch let error as StorageError where error.kind == .cannotCreate {
      // A run that may only be read can be scored all the same.
      return try encoder.encode(source, with: tokenizer)
    }
  }

  /// The corpus of the token file that is named, if one is.
  ///
  /// Throws `RequestError` if its ids are not those of the tokenizer, or texts are named beside it.
  public static func tokenFile(
    _ files: [String], tokenizer: Tokenizer
  ) throws -> EncodedCorpus? {
    guard let path = try files.first(where: TokenFile.isOne) else { return nil }
    guard files.count == 1 else {
      throw RequestError.usage(
        "\(path) is a token file, a whole corpus by itself; name it alone, or name texts")
    }
    let corpus = try EncodedCorpus(tokenFile: path)
    guard corpus.tokenizer == tokenizer else {
      throw RequestError(
        .badData,
        "\(path): expected ids of the model's tokenizer, found those of another; "
          + "name the text, or encode it by: geul corpus encode TEXT --vocabulary MODEL")
    }
    return corpus
  }

  /// The run's token file, if it is there, whole, and holds what the run began with.
  private static func ownCopy(
    _ settings: RunSettings, _ run: RunFolder, _ tell: (String) -> Void
  ) throws -> TokenSequence? {
    do {
      let tokens = try EncodedCorpus(tokenFile: run.corpusTokens).tokens
      return tokens.fingerprint == settings.corpusFingerprint ? tokens : nil
    } catch let error as StorageError where error.kind == .missingInput {
      return nil
    } catch let error as StorageError where error.kind == .badData {
      tell("\(error); reading the corpus again")
      return nil
    }
  }

  private static func tellIfChanged(
    _ settings: RunSettings, tokenizer: Tokenizer, _ run: RunFolder, _ stop: StopRequest?,
    _ tell: (String) -> Void
  ) throws {
    guard !settings.corpus.contains(CorpusSource.standardInput) else { return }
    let goesOn = "going on with the run's own copy, \(run.corpusTokens)"
    do {
      let encoder = CorpusEncoder(reading: settings.text.reading, stop: stop)
      let source = try CorpusSource(paths: settings.corpus, for: settings.text.reading)
      // Its ids have just been compared with their hash, a whole reading of the file.
      guard try !encoder.isCurrent(run.corpusTokens, of: source, with: tokenizer) else { return }
      tell(
        "\(settings.corpus.joined(separator: ", ")) is not as it was when the run began; \(goesOn)")
    } catch let error as TextError {
      tell("\(error); \(goesOn)")
    }
  }
}
