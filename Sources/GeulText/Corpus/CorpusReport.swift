/// What reading a corpus found.
public struct CorpusReport: Equatable, Sendable {
  /// The files, in the order read; `-` is standard input.
  public var files: [String] = []
  /// Bytes read from them.
  public var bytesRead = 0
  /// Symbols: how many ids the corpus has.
  public var symbols = 0
  /// Unicode scalars of the normalized text.
  public var scalars = 0
  /// Files whose byte order mark was removed.
  public var byteOrderMarksRemoved = 0
  /// CR LF and lone CR that became LF.
  public var newlinesConverted = 0
  /// The scalars that the vocabulary does not know, and how often each occurs.
  public var unknownSymbols: [UInt32: Int] = [:]
}
