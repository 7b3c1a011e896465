import GeulText

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

  /// Makes the description of a file.
  public init(
    path: String, bytes: Int, encoding: String = "utf-8", confidence: Double = 1,
    guess: EncodingGuess? = nil, hasByteOrderMark: Bool = false, invalidSequences: Int = 0
  ) {
    self.path = path
    self.bytes = bytes
    self.encoding = encoding
    self.confidence = confidence
    self.guess = guess
    self.hasByteOrderMark = hasByteOrderMark
    self.invalidSequences = invalidSequences
  }
}

/// The figures of one file of a corpus.
public struct FileInspection: Equatable, Sendable {
  /// What decoding it has shown.
  public let source: DecodedFile
  /// Unicode scalars.
  public let scalars: Int
  /// Bytes of its text in UTF-8.
  public let utf8Bytes: Int
  /// Lines; the last one counts if anything stands in it.
  public let lines: Int
  /// The first of its longest lines; nil if it has none.
  public let longestLine: LineLength?
  /// How its lines end.
  public let newlines: NewlineCounts
  /// Its normal form.
  public let normalForm: NormalFormFinding
}
