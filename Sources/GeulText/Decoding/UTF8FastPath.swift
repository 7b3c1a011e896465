/// Decodes the well-formed and complete characters at the front of a block.
enum UTF8FastPath {
  /// Writes scalars to `output` from `written` on, and stops before the first sequence that is
  /// ill-formed, incomplete or of four bytes near the end, with `position` at its first byte.
  ///
  /// `output` has room for one scalar more for each byte left.
  static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int,
    into output: UnsafeMutableBufferPointer<UInt32>, _ written: inout Int
  ) {
    var source = position
    var target = written
    defer {
      position = source
      written = target
    }
    while source < bytes.count {
      let lead = bytes[source]
      if lead < 0x80 {
        output[target] = UInt32(lead)
        source += 1
        target += 1
        copyASCII(bytes, &source, into: output, &target)
        continue
      }
      guard source + 4 <= bytes.count else { return }
      let tail = (bytes[source + 1], bytes[source + 2], bytes[source + 3])
      guard let (scalar, length) = character(lead, tail) else { return }
      output[target] = scalar
      source += length
      target += 1
    }
  }

  /// Copies ASCII eight bytes at a time.
  @inline(__always)
  private static func copyASCII(
    _ bytes: UnsafeBufferPointer<UInt8>, _ source: inout Int,
    into output: UnsafeMutableBufferPointer<UInt32>, _ target: inout Int
  ) {
    let raw = UnsafeRawBufferPointer(bytes)
    while source + 8 <= bytes.count {
      let word = raw.loadUnaligned(fromByteOffset: source, as: UInt64.self)
      guard word & 0x8080_8080_8080_8080 == 0 else { return }
      for place in 0..<8 { output[target + place] = UInt32(bytes[source + place]) }
      source += 8
      target += 8
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
