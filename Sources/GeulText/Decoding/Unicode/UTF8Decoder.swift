/// Decodes UTF-8 that arrives in blocks, whatever the place of their edges.
///
/// An invalid sequence is a maximal subpart of an ill-formed one (the Unicode Standard, chapter 3,
/// "U+FFFD Substitution of Maximal Subparts").
struct UTF8Decoder: Sendable {
  /// Bytes that are looked at to tell what ill-formed text looks like.
  private static let lookalikeSample = 4096

  private var stepper = UTF8Stepper()

  /// Whether a character has begun that is not there as a whole.
  var isWithinCharacter: Bool { !stepper.held.isEmpty }

  /// Decodes a block and appends its scalars to `output`.
  ///
  /// Throws ``TextError/malformedText(_:)`` if the policy is to. Cost: linear in the number of bytes.
  mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    var position = 0
    let start = output.count
    while position < bytes.count {
      if stepper.held.isEmpty {
        // No byte yields more than one scalar, so there is room for all.
        output.append(addingCapacity: bytes.count - position) { span in
          span.withUnsafeMutableBufferPointer { buffer, written in
            UTF8FastPath.decode(bytes, &position, into: buffer, &written)
          }
        }
        if position == bytes.count { break }
      }
      switch stepper.push(bytes[position]) {
      case .scalar(let scalar): output.append(scalar)
      case .incomplete: break
      case .refused:
        try log.refuse(
          log.isWithoutFault
            ? malformed(log, bytes, at: position, scalars: output.count - start) : nil,
          into: &output)
        // A byte that ends a sequence too early begins something of its own.
        if !stepper.held.isEmpty {
          stepper.reset()
          continue
        }
      }
      position += 1
    }
    log.bytesRead += bytes.count
    log.scalars += output.count - start
    log.lineFeeds += LineFeeds.count(bytes)
  }

  /// The scalars of a whole text in memory, each ill-formed sequence as U+FFFD, and how many of these there are.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (scalars: [UInt32], invalidSequences: Int) {
    var log = DecodingLog(file: "", encoding: .utf8, policy: .replace)
    var decoder = UTF8Decoder()
    var scalars: [UInt32] = []
    do {
      try decoder.decode(bytes, into: &scalars, &log)
      try decoder.finish(into: &scalars, &log)
    } catch {
      preconditionFailure("what is replaced is no error, found \(error)")
    }
    return (scalars, log.invalidSequences)
  }

  /// Ends the input, which may be within a character.
  mutating func finish(into output: inout [UInt32], _ log: inout DecodingLog) throws(TextError) {
    guard !stepper.held.isEmpty else { return }
    let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    try log.refuse(malformed(log, none, at: 0, scalars: 0), into: &output)
    stepper.reset()
  }

  /// Describes a byte refused at `position`, after so many `scalars` of the block, or an input that ended too early.
  private func malformed(
    _ log: DecodingLog, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, scalars: Int
  ) -> MalformedText {
    let before = UnsafeBufferPointer(rebasing: bytes[..<position])
    let rest = bytes[position...].prefix(Self.lookalikeSample)
    let lookalike =
      rest.isEmpty || !log.explains ? nil : EncodingDetector.lookalike(of: stepper.held + rest)
    let offset = log.bytesRead + position - stepper.held.count
    return MalformedText(
      file: log.file, encoding: log.encoding, offset: offset,
      line: log.lineFeeds + LineFeeds.count(before) + 1, bytes: stepper.held + rest.prefix(1),
      endsEarly: rest.isEmpty, expected: stepper.expected, lookalike: lookalike,
      followsOther: offset != log.scalars + scalars)
  }
}
