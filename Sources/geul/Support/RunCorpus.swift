import GeulKit

/// The texts of a run, as token files in its folder.
enum RunCorpus {
  /// The corpus of a run, checked to be the one the run began with.
  ///
  /// The token file in the run's folder is taken as it is if nothing has changed; a corpus that can no longer
  /// be read, standard input for one, lives on in it.
  static func open(
    _ settings: RunSettings, tokenizer: Tokenizer, run: RunFolder?
  ) throws -> TokenSequence {
    let tokens = try tokens(settings, tokenizer: tokenizer, run: run)
    guard tokens.fingerprint == settings.corpusFingerprint else {
      throw Failure(
        .badData,
        "\(settings.corpus.joined(separator: ", ")): expected the text that the run began with "
          + "(\(settings.corpusSymbols) symbols), found another (\(tokens.count) symbols); "
          + "restore the text, or name it")
    }
    return tokens
  }

  /// A text of its own, to validate or test on; `path` is where its token file is kept.
  static func encode(
    _ files: [String], _ settings: RunSettings, tokenizer: Tokenizer, to path: String?
  ) throws -> EncodedCorpus {
    let source = try CorpusSource(paths: files)
    let encoder = CorpusEncoder(reading: settings.text.reading)
    guard let path else { return try encoder.encode(source, with: tokenizer) }
    do {
      return try encoder.encode(source, with: tokenizer, to: .file(path))
    } catch let error as StorageError where error.kind == .cannotCreate {
      // A run that may only be read can be scored all the same.
      return try encoder.encode(source, with: tokenizer)
    }
  }

  private static func tokens(
    _ settings: RunSettings, tokenizer: Tokenizer, run: RunFolder?
  ) throws -> TokenSequence {
    if settings.corpus.count == 1, let path = settings.corpus.first, TokenFile.isOne(path) {
      return try EncodedCorpus(tokenFile: path).tokens
    }
    if let run, let kept = try? EncodedCorpus(tokenFile: run.corpusTokens).tokens,
      kept.fingerprint == settings.corpusFingerprint
    {
      if settings.corpus == [CorpusSource.standardInput] { return kept }
      do { _ = try CorpusSource(paths: settings.corpus) } catch {
        Output.error("geul: \(error); going on with the run's own copy, \(run.corpusTokens)")
        return kept
      }
    }
    return try encode(
      settings.corpus, settings, tokenizer: tokenizer, to: run?.corpusTokens
    ).tokens
  }
}
