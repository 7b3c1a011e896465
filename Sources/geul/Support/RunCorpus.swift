import GeulKit

/// The corpus of a run, encoded again.
enum RunCorpus {
  /// Encodes the corpus and checks that it is the one the run began with.
  static func encode(_ settings: RunSettings, tokenizer: Tokenizer) throws -> TokenSequence {
    let source = try CorpusSource(paths: settings.corpus)
    let (tokens, _) = try CorpusEncoder.encode(source, with: tokenizer)
    guard tokens.fingerprint == settings.corpusFingerprint else {
      throw Failure(
        .badData,
        "\(settings.corpus.joined(separator: ", ")): expected the text that the run began with "
          + "(\(settings.corpusSymbols) symbols), found another (\(tokens.count) symbols); "
          + "restore the text, or name it")
    }
    return tokens
  }
}
