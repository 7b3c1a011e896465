/// Decodes an encoding that the C library's `iconv` knows, from blocks with edges anywhere.
struct IconvDecoder: BlockDecoder, Sendable {
  /// No character of the encodings with more than one byte has more than this.
  private static let longest = 4
  /// The only way to ₩ in JOHAB is the byte 5C; a corpus means a backslash by it, as in CP949.
  private static let wonSign: UInt32 = 0x20A9

  private let handle: IconvHandle
  private let encoding: TextEncoding
  private let isMultibyte: Bool
  /// The beginning of a character whose end is not there yet.
  private(set) var tail: [UInt8] = []

  /// Makes a decoder; `nil` if the C library has no such encoding.
  init?(_ encoding: TextEncoding) {
    guard let handle = IconvHandle(from: encoding.converterName) else { return nil }
    self.handle = handle
    self.encoding = encoding
    isMultibyte = Self.multibyte.contains(encoding)
  }

  mutating func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at base: Int, _ isLast: Bool,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    let start = output.count
    var position = 0
    tail = []
    while true {
      let run = output.count
      let outcome = convertRun(bytes, &position, into: &output)
      try check(&output, from: run, &log, at: base + position, since: start)
      let rest = UnsafeBufferPointer(rebasing: bytes[position...])
      switch outcome {
      case .full: continue
      case .done:
        if isLast { flush(into: &output) }
        return
      case .incomplete, .invalid:
        let endsEarly = isLast && outcome == .incomplete
        let mayGoOn = outcome == .incomplete || isMultibyte && rest.count < Self.longest
        if !isLast && mayGoOn {
          tail = Array(rest)
          return
        }
        let length = endsEarly ? rest.count : invalidLength(rest)
        let shown = endsEarly ? rest.count : max(length, min(rest.count, isLead(rest[0]) ? 2 : 1))
        let fault =
          log.isWithoutFault
          ? malformed(
            log, base + position, output[start...], rest.prefix(shown), endsEarly: endsEarly) : nil
        try log.refuse(fault, into: &output)
        position += length
      }
    }
  }

  /// Converts as much as there is room for, and appends it.
  private func convertRun(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, into output: inout [UInt32]
  ) -> IconvHandle.Outcome {
    var outcome = IconvHandle.Outcome.done
    // A character may yield several scalars, but hardly ever one for each of its bytes.
    output.append(addingCapacity: bytes.count - position + 16) { span in
      span.withUnsafeMutableBufferPointer { buffer, written in
        outcome = handle.convert(bytes, &position, into: buffer, &written)
      }
    }
    return outcome
  }

  private func flush(into output: inout [UInt32]) {
    output.append(addingCapacity: 16) { span in
      span.withUnsafeMutableBufferPointer { buffer, written in
        handle.flush(into: buffer, &written)
      }
    }
  }

  /// Sees that the library gave Unicode scalar values, and mends what is known of its tables.
  private func check(
    _ output: inout [UInt32], from run: Int, _ log: inout DecodingLog, at offset: Int,
    since start: Int
  ) throws(TextError) {
    var doubtful: UInt32 = 0
    for scalar in output[run...] {
      doubtful |= scalar >= 0x110000 || scalar & 0xFFFF_F800 == 0xD800 ? 1 : 0
    }
    if doubtful != 0 {
      let fault = malformed(log, offset, output[start...], [], endsEarly: false)
      for place in run..<output.count where Unicode.Scalar(output[place]) == nil {
        output[place] = UTF8Repair.replacement
      }
      var none: [UInt32] = []
      try log.refuse(fault, into: &none)
    }
    guard encoding == .johab else { return }
    for place in run..<output.count where output[place] == Self.wonSign { output[place] = 0x5C }
  }

  private func malformed(
    _ log: DecodingLog, _ offset: Int, _ before: ArraySlice<UInt32>,
    _ bytes: some Sequence<UInt8>, endsEarly: Bool
  ) -> MalformedText {
    MalformedText(
      file: log.file, encoding: log.encoding, offset: offset,
      line: log.lineFeeds + LineFeeds.count(before) + 1, bytes: Array(bytes), endsEarly: endsEarly,
      expected: "a character of \(log.encoding.displayName)")
  }

  /// How many bytes at the front of `bytes`, which begin no character, are one invalid sequence.
  ///
  /// An ASCII byte after a lead byte stands for itself; a pair of high bytes goes together, or all
  /// that follows would be read half a character off.
  private func invalidLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard isLead(bytes[0]), bytes.count >= 2 else { return 1 }
    if bytes[1] >= 0x80 {
      let isTriple = encoding == .eucJP && bytes[0] == 0x8F && bytes.count >= 3
      return isTriple && bytes[2] >= 0xA1 ? 3 : 2
    }
    let isFour =
      encoding == .gb18030 && bytes.count >= 4 && 0x30...0x39 ~= bytes[1]
      && 0x81...0xFE ~= bytes[2] && 0x30...0x39 ~= bytes[3]
    return isFour ? 4 : 1
  }

  private func isLead(_ byte: UInt8) -> Bool {
    guard isMultibyte, 0x81...0xFE ~= byte else { return false }
    return encoding != .shiftJIS || 0x81...0x9F ~= byte || 0xE0...0xFC ~= byte
  }

  private static let multibyte: Set<TextEncoding> = [
    .cp949, .johab, .shiftJIS, .eucJP, .gb18030, .big5,
  ]
}
