/// Decodes an encoding with a memory, such as one that shifts between alphabets by escape sequences, line by line.
///
/// What the C library makes of broken text in these depends on where it is cut, so it is cut at line feeds alone.
struct ShiftingDecoder: BlockDecoder, Sendable {
  private let handle: IconvHandle
  private let encoding: TextEncoding
  /// The beginning of a line.
  private(set) var tail: [UInt8] = []

  /// Makes a decoder; `nil` if the C library has no such encoding.
  init?(_ encoding: TextEncoding) {
    guard let handle = IconvHandle(from: encoding.converterName) else { return nil }
    self.handle = handle
    self.encoding = encoding
  }

  mutating func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at base: Int, _ isLast: Bool,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    let start = output.count
    var end = 0
    for line in LineCutter.lines(bytes, isLast: isLast) {
      end = line.upperBound
      try convert(line, of: bytes, at: base, since: start, into: &output, &log)
    }
    tail = Array(bytes[end...])
  }

  private func convert(
    _ line: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, at base: Int, since start: Int,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    let rest = UnsafeBufferPointer(rebasing: bytes[line])
    var position = 0
    while true {
      let run = output.count
      var outcome = IconvHandle.Outcome.done
      output.append(addingCapacity: rest.count - position + 16) { span in
        span.withUnsafeMutableBufferPointer { buffer, written in
          outcome = handle.convert(rest, &position, into: buffer, &written)
        }
      }
      let isSound = output[run...].allSatisfy { Unicode.Scalar($0) != nil }
      if !isSound { output.removeSubrange(run...) }
      switch outcome {
      case .full where isSound: continue
      case .done where isSound: return
      case .full, .done, .incomplete, .invalid:
        guard position < rest.count || !isSound else { return }
        let fault = MalformedText(
          file: log.file, encoding: log.encoding, offset: base + line.lowerBound + position,
          line: log.lineFeeds + LineFeeds.count(output[start...]) + 1,
          bytes: Array(rest[min(position, rest.count)...].prefix(2)),
          endsEarly: outcome == .incomplete,
          expected: "a character of \(log.encoding.displayName)")
        try log.refuse(log.isWithoutFault ? fault : nil, into: &output)
        position += outcome == .incomplete ? rest.count - position : 1
        if position >= rest.count { return }
      }
    }
  }
}
