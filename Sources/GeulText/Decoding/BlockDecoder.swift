/// A decoder of blocks that keeps the beginning of a character until the next block brings its end.
protocol BlockDecoder {
  /// The bytes kept at the end of the last block.
  var tail: [UInt8] { get }

  /// Decodes `bytes`, the first of which is at `base` of the file, appends the scalars to `output` and makes
  /// what is left the ``tail``; nothing is left if `isLast`.
  ///
  /// Throws ``TextError/malformedText(_:)`` if the policy is to.
  mutating func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at base: Int, _ isLast: Bool,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError)
}

extension BlockDecoder {
  /// Decodes a block and appends its scalars to `output`.
  ///
  /// Throws ``TextError/malformedText(_:)`` if the policy is to. Cost: linear in the number of bytes.
  mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: inout [UInt32],
    _ log: inout DecodingLog
  ) throws(TextError) {
    let start = output.count
    let base = log.bytesRead - tail.count
    if tail.isEmpty {
      try convert(bytes, at: base, isLast, into: &output, &log)
    } else {
      let joined = tail + bytes
      try joined.withUnsafeBufferPointer { joined throws(TextError) in
        try convert(joined, at: base, isLast, into: &output, &log)
      }
    }
    log.bytesRead += bytes.count
    log.lineFeeds += LineFeeds.count(output[start...])
  }
}
