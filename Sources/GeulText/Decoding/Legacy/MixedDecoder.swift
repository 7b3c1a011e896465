/// Decodes a file some of whose lines are UTF-8 and others in an older encoding, each line by its own.
///
/// A line that is well-formed UTF-8 is that. The others are read in the encoding that they together look like, or where
/// that fails in what the line alone looks like.
struct MixedDecoder: BlockDecoder, Sendable {
  /// The encoding of the lines that are no UTF-8, once one was met.
  private var older: TextEncoding?
  private var decoders: [TextEncoding: IconvHandle] = [:]
  /// The beginning of a line.
  private(set) var tail: [UInt8] = []

  mutating func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at base: Int, _ isLast: Bool,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    let start = output.count
    let lines = LineCutter.lines(bytes, isLast: isLast)
    for line in lines {
      let line = UnsafeBufferPointer(rebasing: bytes[line])
      let utf8 = UTF8Decoder.decode(line)
      if utf8.invalidSequences == 0 {
        output += utf8.scalars
        log.count(.utf8)
        continue
      }
      if older == nil { older = MixedEncodings.older(of: lines.map { bytes[$0] }) }
      if let (encoding, scalars) = convert(line) {
        output += scalars
        log.count(encoding)
        continue
      }
      try repair(line, of: bytes, at: base, since: start, into: &output, &log)
    }
    tail = Array(bytes[(lines.last?.upperBound ?? 0)...])
  }

  /// The scalars of a line in an older encoding, and in which; nil if none is right for all of it.
  private mutating func convert(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (TextEncoding, [UInt32])? {
    if let older, let scalars = convert(line, from: older) { return (older, scalars) }
    guard let own = MixedEncodings.older(of: [line[...]]), own != older else { return nil }
    return convert(line, from: own).map { (own, $0) }
  }

  private mutating func convert(
    _ line: UnsafeBufferPointer<UInt8>, from encoding: TextEncoding
  ) -> [UInt32]? {
    guard let handle = decoders[encoding] ?? IconvHandle(from: encoding.converterName) else {
      return nil
    }
    decoders[encoding] = handle
    var scalars: [UInt32] = []
    var position = 0
    var outcome = IconvHandle.Outcome.done
    scalars.append(addingCapacity: 2 * line.count + 16) { span in
      span.withUnsafeMutableBufferPointer { buffer, written in
        outcome = handle.convert(line, &position, into: buffer, &written)
        handle.flush(into: buffer, &written)
      }
    }
    return outcome == .done && scalars.allSatisfy { Unicode.Scalar($0) != nil } ? scalars : nil
  }

  /// Reads a line that is whole in no encoding as UTF-8 with faults, which are dealt with as the policy says.
  private func repair(
    _ line: UnsafeBufferPointer<UInt8>, of bytes: UnsafeBufferPointer<UInt8>, at base: Int,
    since start: Int,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    var decoder = UTF8Decoder()
    // The decoder counts on by itself from where the line begins.
    var own = log
    own.bytesRead = base + (line.baseAddress.map { $0 - (bytes.baseAddress ?? $0) } ?? 0)
    own.lineFeeds = log.lineFeeds + LineFeeds.count(output[start...])
    let counts = (log.bytesRead, log.lineFeeds)
    defer {
      log = own
      (log.bytesRead, log.lineFeeds) = counts
    }
    try decoder.decode(line, into: &output, &own)
    try decoder.finish(into: &output, &own)
  }
}
