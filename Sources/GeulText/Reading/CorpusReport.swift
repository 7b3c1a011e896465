/// What reading a corpus found.
public struct CorpusReport: Equatable, Sendable {
  /// The files, in the order read; `-` is standard input.
  public var files: [String] = []
  /// Bytes read from them.
  public var bytesRead = 0
  /// Unicode scalars of the normalized text.
  public var scalars = 0
  /// How each file was decoded, in the same order.
  public var decodings: [DecodingReport] = []
  /// What the text was taken out of, in the same order; nil for files that are all text.
  public var extractions: [ExtractionReport?] = []
  /// Line ends that became LF.
  public var newlinesConverted = 0
  /// What a compatibility form has destroyed.
  public var compatibilityLoss = HangulCompatibilityLoss()
  /// The scalars that the vocabulary does not hold, and how often each occurs.
  public var unknown: [UInt32: Int] = [:]

  /// Files whose byte order mark was removed.
  public var byteOrderMarksRemoved: Int { decodings.count { $0.removedByteOrderMark } }
  /// Ill-formed sequences that were replaced or skipped.
  public var invalidSequences: Int { decodings.reduce(0) { $0 + $1.invalidSequences } }
}
