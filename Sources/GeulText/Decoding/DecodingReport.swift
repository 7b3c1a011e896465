/// What decoding a file has found so far.
public struct DecodingReport: Equatable, Sendable {
  /// The encoding; `nil` while it is undecided, which it stays for text of nothing but ASCII until the end.
  public var encoding: TextEncoding?
  /// How sure the choice of encoding is, from 0 to 1; 1 if it was named.
  public var confidence: Double
  /// What the choice was made by; `nil` if the encoding was named, or is undecided.
  public var guess: EncodingGuess?
  /// Whether the file began with a byte order mark, which was removed.
  public var removedByteOrderMark: Bool
  /// How many byte order marks at the beginning of later lines were removed.
  public var removedLineMarks = 0
  /// How many lines are in which encoding, where each was read by its own.
  public var lineEncodings: [TextEncoding: Int] = [:]
  /// How many invalid sequences were replaced or skipped.
  public var invalidSequences: Int
  /// The first of them.
  public var firstInvalid: MalformedText?
}
