/// Reads a corpus once and turns it into ids.
public enum CorpusEncoder {
  /// Learns the vocabulary of a corpus and encodes it, in one pass.
  ///
  /// Symbols get provisional ids as they appear, which are then replaced by those of the vocabulary.
  /// `progress` is called with the bytes read so far. Throws ``TextError``.
  /// Memory: the ids in their narrowest width, and some blocks of a MiB.
  public static func learn(
    _ source: CorpusSource, unit: TextUnit = .scalar, form: NormalizationForm = .nfc,
    newlines: NewlinePolicy = .lf, progress: ((Int) -> Void)? = nil
  ) throws(TextError) -> (Tokenizer, TokenSequence, CorpusReport) {
    switch unit {
    case .scalar:
      return try learnScalars(source, form: form, newlines: newlines, progress: progress)
    case .byte:
      let tokenizer = Tokenizer(form: form, vocabulary: .bytes)
      let (tokens, report) = try encode(
        source, with: tokenizer, newlines: newlines, progress: progress)
      return (tokenizer, tokens, report)
    }
  }

  /// Encodes a corpus with a tokenizer there is; what it does not know is counted and kept.
  ///
  /// Throws ``TextError``. Memory as for ``learn(_:unit:form:newlines:progress:)``.
  public static func encode(
    _ source: CorpusSource, with tokenizer: Tokenizer, newlines: NewlinePolicy = .lf,
    progress: ((Int) -> Void)? = nil
  ) throws(TextError) -> (TokenSequence, CorpusReport) {
    var reader = NormalizedReader(form: tokenizer.form, newlines: newlines, progress: progress)
    var documents = DocumentMarks()
    var storage = IDStorage(symbolCount: tokenizer.symbolCount)
    var mapper = SymbolMapper(tokenizer.vocabulary)
    var ids: [UInt32] = []
    try reader.read(source) { scalars, isLast in
      ids.removeAll(keepingCapacity: true)
      mapper.append(scalars, into: &ids)
      documents.mark(storage.count, adding: ids.count, isLast: isLast)
      storage.append(ids)
    }
    storage.trim()
    var report = reader.report
    report.symbols = storage.count
    report.unknownSymbols = mapper.unknownCounts
    let tokens = TokenSequence(
      storage: storage, documentStarts: documents.starts, unknown: mapper.unknown)
    return (tokens, report)
  }

  private static func learnScalars(
    _ source: CorpusSource, form: NormalizationForm, newlines: NewlinePolicy,
    progress: ((Int) -> Void)?
  ) throws(TextError) -> (Tokenizer, TokenSequence, CorpusReport) {
    var reader = NormalizedReader(form: form, newlines: newlines, progress: progress)
    var documents = DocumentMarks()
    var learner = ScalarLearner()
    try reader.read(source) { scalars, isLast in
      documents.mark(learner.storage.count, adding: scalars.count, isLast: isLast)
      learner.append(scalars)
    }
    let vocabulary = learner.finish()
    var report = reader.report
    report.symbols = learner.storage.count
    let tokens = TokenSequence(
      storage: learner.storage, documentStarts: documents.starts, unknown: [])
    return (Tokenizer(form: form, vocabulary: vocabulary), tokens, report)
  }
}

/// Notes at which symbol each file with text begins.
private struct DocumentMarks {
  private(set) var starts: [Int] = []
  private var isWithin = false

  /// Notes that `length` symbols of the current file follow the first `count` of the corpus.
  mutating func mark(_ count: Int, adding length: Int, isLast: Bool) {
    if !isWithin && length > 0 {
      starts.append(count)
      isWithin = true
    }
    if isLast { isWithin = false }
  }
}
