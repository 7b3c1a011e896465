/// How far decoding a file has come, and what was wrong on the way.
struct DecodingLog: Sendable {
  /// The name that messages give to the file.
  let file: String
  let policy: InvalidPolicy
  /// The encoding that is being decoded.
  var encoding: TextEncoding
  /// Bytes decoded, or kept as the beginning of a character, before the current block.
  var bytesRead = 0
  /// Scalars of UTF-8 before the current block.
  var scalars = 0
  /// Line feeds before the current block.
  var lineFeeds = 0
  private(set) var invalidSequences = 0
  /// Lines by their encodings, where each has its own.
  private(set) var lineEncodings: [TextEncoding: Int] = [:]
  /// Whether a fault is told with what the bytes look like, which takes a look at them in all encodings.
  var explains = false
  private(set) var firstInvalid: MalformedText?

  /// Whether there has been no invalid sequence yet.
  var isWithoutFault: Bool { firstInvalid == nil }

  init(file: String, encoding: TextEncoding, policy: InvalidPolicy) {
    self.file = file
    self.encoding = encoding
    self.policy = policy
  }

  /// Counts a line in an encoding of its own.
  mutating func count(_ encoding: TextEncoding) { lineEncodings[encoding, default: 0] += 1 }

  /// Takes note of an invalid sequence and does with it what the policy says.
  ///
  /// `malformed` describes it and is needed for the first sequence only, since counting its line is a
  /// pass over the block. Throws ``TextError/malformedText(_:)``.
  mutating func refuse(
    _ malformed: MalformedText?, into output: inout [UInt32]
  ) throws(TextError) {
    if let malformed, isWithoutFault {
      firstInvalid = malformed
      if policy == .error { throw .malformedText(malformed) }
    }
    invalidSequences += 1
    if policy == .replace { output.append(UTF8Repair.replacement) }
  }
}
