/// What decoding a file has shown.
public struct DecodedFile: Equatable, Sendable {
  /// The file, as it was named; `-` is standard input.
  public let path: String
  /// Its size in bytes.
  public let bytes: Int
  /// The name of its encoding.
  public let encoding: String
  /// How sure that is, from 0 to 1.
  public let confidence: Double
  /// What else it may be, and what speaks for it; nil if the encoding was named.
  public let guess: EncodingGuess?
  /// Whether a byte order mark was removed.
  public let hasByteOrderMark: Bool
  /// Sequences that are no text in this encoding.
  public let invalidSequences: Int
  /// How many of them stand as U+FFFD in the text.
  public let replacements: Int
  /// The first of them.
  public let firstInvalid: MalformedText?
  /// What the text was taken out of; nil if the file is all text.
  public let extraction: ExtractionReport?

  /// Makes the description of a file.
  public init(
    path: String, bytes: Int, encoding: String = "utf-8", confidence: Double = 1,
    guess: EncodingGuess? = nil, hasByteOrderMark: Bool = false, invalidSequences: Int = 0,
    replacements: Int = 0, firstInvalid: MalformedText? = nil, extraction: ExtractionReport? = nil
  ) {
    self.path = path
    self.bytes = bytes
    self.encoding = encoding
    self.confidence = confidence
    self.guess = guess
    self.hasByteOrderMark = hasByteOrderMark
    self.invalidSequences = invalidSequences
    self.replacements = replacements
    self.firstInvalid = firstInvalid
    self.extraction = extraction
  }

  /// What the file at hand, whose last block was decoded, has shown.
  package init(_ reader: borrowing CorpusReader) {
    let report = reader.report
    self.init(
      path: reader.file, bytes: reader.fileSize, encoding: report.encoding?.name ?? "ascii",
      confidence: report.confidence, guess: report.guess,
      hasByteOrderMark: report.removedByteOrderMark, invalidSequences: report.invalidSequences,
      replacements: reader.replacesInvalid ? report.invalidSequences : 0,
      firstInvalid: report.firstInvalid, extraction: reader.extraction)
  }
}
