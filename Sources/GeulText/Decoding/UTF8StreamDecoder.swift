/// Decodes strict UTF-8 that arrives in blocks, whatever the place of their edges.
///
/// A byte order mark at the very beginning is removed. The first ill-formed sequence is an error that
/// names its file, byte offset and line; nothing is repaired.
public struct UTF8StreamDecoder: Sendable {
  /// The name that errors give to the input.
  public let file: String
  /// Whether the input began with a byte order mark, which was removed.
  public private(set) var removedByteOrderMark = false
  /// How many bytes have been taken.
  public private(set) var bytesRead = 0

  private var stepper = UTF8Stepper()
  private var lineFeeds = 0
  private var hasBegun = false

  /// Makes a decoder at the beginning of a file of that name.
  public init(file: String) {
    self.file = file
  }

  /// Decodes the next block and appends its scalars to `output`.
  ///
  /// Throws ``TextError/malformedUTF8(_:)``. Cost: linear in the number of bytes.
  public mutating func append(
    _ block: ArraySlice<UInt8>, into output: inout [UInt32]
  ) throws(TextError) {
    let start = output.count
    let refused = block.withUnsafeBufferPointer { decode($0, into: &output) }
    if let refused { throw malformed(at: refused, in: block) }
    bytesRead += block.count
    lineFeeds += Self.lineFeeds(in: block)
    guard !hasBegun, output.count > start else { return }
    hasBegun = true
    if output[start] == 0xFEFF {
      output.remove(at: start)
      removedByteOrderMark = true
    }
  }

  /// Decodes the next block and appends its scalars to `output`.
  public mutating func append(
    _ block: [UInt8], into output: inout [UInt32]
  ) throws(TextError) {
    try append(block[...], into: &output)
  }

  /// Ends the input; throws if it ends within a character.
  public mutating func finish() throws(TextError) {
    guard stepper.held.isEmpty else { throw malformed(at: 0, in: []) }
  }

  /// Decodes a block; returns the place of a refused byte.
  private mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt32]
  ) -> Int? {
    let start = output.count
    // No byte yields more than one scalar, so there is room for all.
    output.append(contentsOf: repeatElement(0, count: bytes.count + 1))
    var position = 0
    var written = start
    let refused: Int? = output.withUnsafeMutableBufferPointer { output in
      while position < bytes.count {
        if stepper.held.isEmpty {
          UTF8FastPath.decode(bytes, &position, into: output, &written)
          if position == bytes.count { return nil }
        }
        switch stepper.push(bytes[position]) {
        case .scalar(let scalar):
          output[written] = scalar
          written += 1
        case .incomplete: break
        case .refused: return position
        }
        position += 1
      }
      return nil
    }
    output.removeLast(output.count - written)
    return refused
  }

  /// The error for a byte refused at `position` of `block`, or for an input that ended too early.
  private func malformed(at position: Int, in block: ArraySlice<UInt8>) -> TextError {
    let refused = block.dropFirst(position).prefix(1)
    let lines = lineFeeds + Self.lineFeeds(in: block.prefix(position))
    return .malformedUTF8(
      MalformedUTF8(
        file: file, offset: bytesRead + position - stepper.held.count, line: lines + 1,
        bytes: stepper.held + refused, endsEarly: refused.isEmpty, expected: stepper.expected))
  }

  private static func lineFeeds(in bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for byte in bytes { count &+= byte == 0x0A ? 1 : 0 }
      return count
    }
  }
}
