/// Normalized scalars on their way to ids.
enum NormalizedBlock {
  /// Any scalars.
  case scalars(ArraySlice<UInt32>)
  /// ASCII, each byte a scalar: it never was anything but bytes, and need not become so.
  case ascii(ArraySlice<UInt8>)

  /// How many scalars there are.
  var count: Int {
    switch self {
    case .scalars(let scalars): scalars.count
    case .ascii(let bytes): bytes.count
    }
  }

  /// The scalars.
  var scalars: [UInt32] {
    switch self {
    case .scalars(let scalars): Array(scalars)
    case .ascii(let bytes): bytes.map { UInt32($0) }
    }
  }

  /// Whether bytes are ASCII that decoding and every normalization form leave alone: no NUL and no escape, which a
  /// detector of encodings wants to see, and no CR, which may become LF.
  static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return true }
      var position = 0
      while position < bytes.count {
        let end = min(position + 4096, bytes.count)
        // Without comparisons, of which the compiler makes branches: the highest bit of x | x - 1 is set
        // for 00 and beyond ASCII, and that of (x - 1) & ~x for 00 alone.
        var found: UInt8 = 0
        for place in position..<end {
          let byte = start[place]
          let (carriage, escape) = (byte ^ 0x0D, byte ^ 0x1B)
          found |= byte | (byte &- 1) | ((carriage &- 1) & ~carriage) | ((escape &- 1) & ~escape)
        }
        if found >= 0x80 { return false }
        position = end
      }
      return true
    }
  }
}
