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
  private(set) var firstInvalid: MalformedText?

  /// Whether there has been no invalid sequence yet.
  var isWithoutFault: Bool { firstInvalid == nil }

  init(file: String, encoding: TextEncoding, policy: InvalidPolicy) {
    self.file = file
    self.encoding = encoding
    self.policy = policy
  }

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
