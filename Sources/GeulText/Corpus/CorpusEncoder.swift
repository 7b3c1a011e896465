import GeulStorage
import GeulWork

/// Turns a corpus into a token file, in one pass over its bytes.
///
/// Memory: some blocks, and tables of the characters that occur; the corpus itself is never held.
public struct CorpusEncoder {
  /// How the bytes become scalars.
  public var reading: ReadingOptions
  /// Ends the work by `WorkStopped`; nothing has been written then.
  public var stop: StopRequest?
  /// Called with the bytes read so far, now and then.
  public var progress: ((Int) -> Void)?
  /// Shown the text of each file as it was decoded.
  public var observer: CorpusObserver?

  /// An encoder.
  public init(
    reading: ReadingOptions = ReadingOptions(), stop: StopRequest? = nil,
    progress: ((Int) -> Void)? = nil, observer: CorpusObserver? = nil
  ) {
    self.reading = reading
    self.stop = stop
    self.progress = progress
    self.observer = observer
  }

  /// Learns the tokenizer of a corpus and encodes it.
  ///
  /// With `base`, a vocabulary of the same unit, its ids stay, and what it lacks comes behind them. While the corpus is read, its characters are written by number to a file without a name, and counted;
  /// the numbers then become the ids of the vocabulary. Throws ``TextError``, `StorageError` or `WorkStopped`.
  public func learn(
    _ source: CorpusSource, _ options: TokenizerOptions = TokenizerOptions(),
    extending base: Vocabulary? = nil, to destination: TokenDestination = .temporary
  ) throws -> EncodedCorpus {
    if let flaw = options.flaw { preconditionFailure(flaw) }
    let record = try CorpusRecord(source, reading: reading, options: options)
    if base == nil, let kept = try destination.kept(source, record, stop: stop) { return kept }
    guard options.unit != .byte else {
      let tokenizer = Tokenizer(form: options.form, newlines: options.newlines, vocabulary: .bytes)
      return try encode(source, with: tokenizer, record, to: destination)
    }
    var reader = NormalizedReader(
      form: options.form, newlines: options.newlines, reading: reading, stop: stop,
      progress: progress)
    reader.observer = observer
    let numbered = try NumberedText(source, unit: options.unit, &reader, beside: destination.path)
    let learned = VocabularyLearner(options: options, characters: numbered.characters).learn()
    let tokenizer = Tokenizer(
      form: options.form, newlines: options.newlines,
      vocabulary: base?.taking(in: learned) ?? learned)
    var report = reader.report
    report.unknown = numbered.unknown(to: tokenizer)
    let corpusHash = reader.hash
    let tokens = try destination.write(tokenizer) { writer throws(StorageError) in
      try numbered.write(tokenizer, to: &writer)
      try writer.finish(report: report, corpusHash: corpusHash, record: record.json)
    }
    return EncodedCorpus(tokenizer: tokenizer, tokens: tokens, report: report)
  }

  /// Encodes a corpus with a tokenizer there is; what its vocabulary does not hold is counted and kept.
  ///
  /// Throws ``TextError``, `StorageError` or `WorkStopped`.
  public func encode(
    _ source: CorpusSource, with tokenizer: Tokenizer,
    to destination: TokenDestination = .temporary
  ) throws -> EncodedCorpus {
    let record = try CorpusRecord(source, reading: reading, options: nil)
    if let kept = try destination.kept(source, record, tokenizer, stop: stop) { return kept }
    return try encode(source, with: tokenizer, record, to: destination)
  }

  /// Whether the token file at a path is of this corpus, read and encoded as it would be now; its ids are not
  /// looked at.
  ///
  /// Throws ``TextError`` if the texts are not there, `StorageError` or `WorkStopped`.
  public func isCurrent(
    _ path: String, of source: CorpusSource, with tokenizer: Tokenizer
  ) throws -> Bool {
    let record = try CorpusRecord(source, reading: reading, options: nil)
    return try TokenDestination.file(path).current(source, record, tokenizer, stop: stop) != nil
  }

  private func encode(
    _ source: CorpusSource, with tokenizer: Tokenizer, _ record: CorpusRecord,
    to destination: TokenDestination
  ) throws -> EncodedCorpus {
    var reader = NormalizedReader(
      form: tokenizer.form, newlines: tokenizer.newlines, reading: reading, stop: stop,
      progress: progress)
    reader.observer = observer
    var report = CorpusReport()
    let tokens = try destination.write(tokenizer) { writer in
      switch TokenWriter.width(of: tokenizer.symbolCount) {
      case 1: try Self.write(source, tokenizer, &reader, &report, to: &writer, as: UInt8.self)
      case 2: try Self.write(source, tokenizer, &reader, &report, to: &writer, as: UInt16.self)
      default: try Self.write(source, tokenizer, &reader, &report, to: &writer, as: UInt32.self)
      }
      try writer.finish(report: report, corpusHash: reader.hash, record: record.json)
    }
    return EncodedCorpus(tokenizer: tokenizer, tokens: tokens, report: report)
  }

  private static func write<ID: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ source: CorpusSource, _ tokenizer: Tokenizer, _ reader: inout NormalizedReader,
    _ report: inout CorpusReport, to writer: inout TokenWriter, as _: ID.Type
  ) throws {
    var speller = Speller(tokenizer)
    var ids: [ID] = []
    try reader.read(source) { block, startsDocument, isLast in
      if startsDocument { try writer.beginDocument() }
      let count = speller.append(block, into: &ids)
      try writer.append(ids, count: count, unknownScalars: speller.unknownScalars)
      guard isLast else { return }
      let last = speller.finish(into: &ids)
      try writer.append(ids, count: last, unknownScalars: speller.unknownScalars)
    }
    report = reader.report
    report.unknown = speller.unknownCounts
  }
}

/// A corpus as a token file, and how it came to be one.
public struct EncodedCorpus {
  /// The way from its text to ids.
  public let tokenizer: Tokenizer
  /// The ids.
  public let tokens: TokenSequence
  /// What reading found; nil if the token file was there already and nothing had changed.
  public let report: CorpusReport?

  init(tokenizer: Tokenizer, tokens: TokenSequence, report: CorpusReport?) {
    self.tokenizer = tokenizer
    self.tokens = tokens
    self.report = report
  }

  /// The corpus that a token file holds, compared with its hash. Throws `StorageError` or ``TextError``.
  ///
  /// Cost: that of reading the file once.
  public init(tokenFile path: String) throws {
    let file = try TokenFile(path)
    guard try file.agreesWithHash() else { throw file.damage }
    self.init(tokenizer: try file.tokenizer(), tokens: TokenSequence(file), report: nil)
  }
}
