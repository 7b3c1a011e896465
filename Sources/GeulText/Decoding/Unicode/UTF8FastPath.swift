/// Decodes the well-formed and complete characters at the front of a block.
///
/// Text of one, two and three bytes a character goes through a window at a time without a branch on its
/// bytes: a candidate scalar is computed at every byte, as if a character began there, and then those at
/// lead bytes are packed. Words and spaces alternate too irregularly for a processor to foresee.
enum UTF8FastPath {
  /// Bytes in a window.
  private static let window = 128

  /// Writes scalars to `output` from `written` on, and stops before the first sequence that is
  /// ill-formed, incomplete or near the end, with `position` at its first byte.
  ///
  /// `output` has room for one scalar more for each byte left.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int,
    into output: UnsafeMutableBufferPointer<UInt32>, _ written: inout Int
  ) {
    guard let source = bytes.baseAddress, let target = output.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 3 * window / 2) { scratch in
      guard let scratch = scratch.baseAddress else { return }
      while position < bytes.count {
        while position + window + 2 <= bytes.count {
          let (read, produced) = decodeWindow(source + position, scratch, target + written)
          guard read > 0 else { break }
          position += read
          written += produced
        }
        let end = min(position + window, bytes.count)
        decodeEach(bytes, &position, end, target, &written)
        guard position >= end else { return }
      }
    }
  }

  /// Decodes the characters that begin in the window at `source`, which has two more bytes behind it.
  ///
  /// The bytes read and the scalars written; none if a character has four bytes or is ill-formed.
  @inline(__always)
  private static func decodeWindow(
    _ source: UnsafePointer<UInt8>, _ scratch: UnsafeMutablePointer<UInt16>,
    _ target: UnsafeMutablePointer<UInt32>
  ) -> (read: Int, produced: Int) {
    var union: UInt8 = 0
    for place in 0..<window { union |= source[place] }
    if union < 0x80 {
      for place in 0..<window { target[place] = UInt32(source[place]) }
      return (window, window)
    }
    let isLead = UnsafeMutableRawPointer(scratch + window).assumingMemoryBound(to: UInt8.self)
    var faults: UInt8 = 0
    var missing: UInt8 = 0
    for place in 0..<window {
      let found = inspect(source[place], source[place + 1], source[place + 2])
      faults |= found.faults
      missing &+= found.trails
      isLead[place] = found.isLead
    }
    // Each lead is followed by its trails; if as many of them as lie beyond the window are missing in
    // it, there is none astray.
    let last = source + (window - 1)
    let beyond = last[0] >= 0xE0 ? 2 : last[0] >= 0xC0 || last[-1] >= 0xE0 ? 1 : 0
    guard faults == 0, Int(missing) == beyond else { return (0, 0) }
    for place in 0..<window {
      scratch[place] = candidate(
        UInt16(source[place]), UInt16(source[place + 1]), UInt16(source[place + 2]))
    }
    var produced = 0
    for place in 0..<window {
      target[produced] = UInt32(scratch[place])
      produced &+= Int(isLead[place])
    }
    return (window + beyond, produced)
  }

  /// Whether `lead` begins a character, how many trails it asks for (−1 for a trail itself), and bits
  /// that are set if its character is ill-formed or has four bytes (the Unicode Standard, table 3-7).
  ///
  /// Masks of all bits or none stand for conditions, of which the compiler would make branches.
  @inline(__always)
  private static func inspect(
    _ lead: UInt8, _ first: UInt8, _ second: UInt8
  ) -> (isLead: UInt8, trails: UInt8, faults: UInt8) {
    let isHigh = 0 &- lead &>> 7
    let isTwoOrMore = isHigh & (0 &- (lead &>> 6 & 1))
    let isThreeOrMore = isTwoOrMore & (0 &- (lead &>> 5 & 1))
    let isFour = isThreeOrMore & (0 &- (lead &>> 4 & 1))
    let isTrail = isHigh ^ isTwoOrMore
    let noTrails = (isTwoOrMore & (first ^ 0x80) | isThreeOrMore & (second ^ 0x80)) & 0xC0
    // Bit 5 of the first trail tells 80-9F from A0-BF.
    let overlong = isZero(lead ^ 0xE0) & ~first & 0x20
    let surrogate = isZero(lead ^ 0xED) & first & 0x20
    let overlongOfTwo = isZero(lead & 0xFE ^ 0xC0)
    return (
      isTrail &+ 1, isTrail &- isTwoOrMore &- isThreeOrMore,
      noTrails | overlong | surrogate | overlongOfTwo | isFour
    )
  }

  /// All bits if `byte` is 0, else none.
  @inline(__always)
  private static func isZero(_ byte: UInt8) -> UInt8 { 0 &- ((byte &- 1) & ~byte) &>> 7 }

  /// The character of one to three bytes that `lead` begins.
  @inline(__always)
  private static func candidate(_ lead: UInt16, _ first: UInt16, _ second: UInt16) -> UInt16 {
    let two = (lead << 6 | first & 0x3F) & 0x7FF
    let three = lead << 12 | (first & 0x3F) << 6 | second & 0x3F
    return lead < 0x80 ? lead : lead < 0xE0 ? two : three
  }

  /// Decodes characters one by one until `end`, or before one that is not for the fast path.
  @inline(__always)
  private static func decodeEach(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ end: Int,
    _ target: UnsafeMutablePointer<UInt32>, _ written: inout Int
  ) {
    while position < end {
      let lead = bytes[position]
      if lead < 0x80 {
        target[written] = UInt32(lead)
        position += 1
        written += 1
        continue
      }
      guard position + 4 <= bytes.count else { return }
      let tail = (bytes[position + 1], bytes[position + 2], bytes[position + 3])
      guard let (scalar, length) = character(lead, tail) else { return }
      target[written] = scalar
      position += length
      written += 1
    }
  }

  /// The character of two to four bytes that begins with `lead`, and its length.
  @inline(__always)
  private static func character(
    _ lead: UInt8, _ tail: (UInt8, UInt8, UInt8)
  ) -> (scalar: UInt32, length: Int)? {
    let (first, second, third) = tail
    guard first & 0xC0 == 0x80 else { return nil }
    let two = UInt32(lead) << 6 | UInt32(first & 0x3F)
    if lead < 0xE0 { return lead >= 0xC2 ? (two & 0x7FF, 2) : nil }
    guard second & 0xC0 == 0x80 else { return nil }
    let three = two << 6 | UInt32(second & 0x3F)
    if lead < 0xF0 {
      let scalar = three & 0xFFFF
      return scalar >= 0x800 && scalar & 0xF800 != 0xD800 ? (scalar, 3) : nil
    }
    guard third & 0xC0 == 0x80, lead < 0xF5 else { return nil }
    let scalar = (three << 6 | UInt32(third & 0x3F)) & 0x1F_FFFF
    return scalar >= 0x10000 && scalar <= 0x10FFFF ? (scalar, 4) : nil
  }
}
