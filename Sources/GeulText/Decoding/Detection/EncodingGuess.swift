/// What encoding some bytes look like.
public struct EncodingGuess: Equatable, Sendable {
  /// From this confidence on a guess is acted upon.
  public static let sureness = 0.95
  /// In damaged text that is to be repaired, at most one in so many bytes is ill-formed.
  static let bytesPerFault = 100

  /// An encoding and how likely it is.
  public struct Candidate: Equatable, Sendable {
    /// The encoding.
    public let encoding: TextEncoding
    /// Its probability, from 0 to 1.
    public let confidence: Double
  }

  /// The candidates, the likeliest first; never empty. What is missing from 1 may be no text at all.
  public let candidates: [Candidate]
  /// How many bytes the byte order mark at the start has; 0 without one.
  public let byteOrderMarkLength: Int
  /// What speaks for the likeliest, in words.
  public let reason: String

  /// Whether every byte of the sample is text in the likeliest, as was seen.
  let isWellFormed: Bool

  init(
    _ candidates: [Candidate], byteOrderMarkLength: Int = 0, isWellFormed: Bool = false,
    reason: String
  ) {
    precondition(!candidates.isEmpty, "expected a candidate, found none")
    self.candidates = candidates
    self.isWellFormed = isWellFormed
    self.byteOrderMarkLength = byteOrderMarkLength
    self.reason = reason
  }

  /// The likeliest encoding.
  public var encoding: TextEncoding { candidates[0].encoding }
  /// How likely that is, from 0 to 1.
  public var confidence: Double { candidates[0].confidence }
  /// The second likeliest, if there is a second.
  public var runnerUp: Candidate? { candidates.dropFirst().first }
  /// Whether it is clear enough to be acted upon.
  public var isSure: Bool { confidence >= Self.sureness }
}
