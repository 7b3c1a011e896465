/// Holds the beginning of a file back until there is enough of it to tell its encoding.
///
/// What is handed on depends on the bytes alone, not on the edges of the blocks they came in.
struct EncodingProbe: Sendable {
  /// How many bytes are looked at from the first one that is not ASCII.
  static let window = 1 << 16

  /// Bytes to be decoded.
  struct Gathered {
    let held: ArraySlice<UInt8>
    /// Those of them by which to tell the encoding.
    let sample: ArraySlice<UInt8>
    /// Whether the sample begins where the file does.
    let isStart: Bool
    /// Whether there is nothing to decide yet: the bytes are ASCII, and more may follow.
    let isASCII: Bool
  }

  private var held: [UInt8] = []
  /// How many of them have been searched.
  private var searched = 0
  /// The place of the first byte that is NUL or not ASCII, or that leads out of ASCII.
  private var suspicious: Int?
  /// How many bytes of ASCII have been handed on before.
  private var passed = 0

  /// Takes a block and returns what can be decoded, if anything.
  mutating func gather(_ block: ArraySlice<UInt8>) -> Gathered? {
    if held.isEmpty, block.count >= Self.window, Self.firstSuspicious(block) == nil {
      defer { passed += block.count }
      return Gathered(held: block, sample: block, isStart: passed == 0, isASCII: true)
    }
    held += block
    if suspicious == nil {
      suspicious = Self.firstSuspicious(held[searched...])
      searched = held.count
    }
    if let suspicious {
      return held.count >= suspicious + Self.window ? gathered(from: suspicious) : nil
    }
    guard held.count >= Self.window else { return nil }
    defer {
      passed += held.count
      held = []
      searched = 0
    }
    return Gathered(held: held[...], sample: held[...], isStart: passed == 0, isASCII: true)
  }

  /// Takes a block of ASCII without NUL past the probe, as ``gather(_:)`` would hand it on; false if it would not.
  mutating func pass(_ block: ArraySlice<UInt8>) -> Bool {
    guard held.isEmpty, block.count >= Self.window else { return false }
    passed += block.count
    return true
  }

  /// Returns all that is left at the end of the file.
  func finish() -> Gathered { gathered(from: suspicious ?? 0) }

  /// The place of the first byte that is NUL or not ASCII, or that leads out of ASCII.
  private static func firstSuspicious(_ bytes: ArraySlice<UInt8>) -> Int? {
    let stretch = 256
    return bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var place = 0
      while place + stretch <= buffer.count {
        // The highest bit of x | x − 1 is set for NUL and beyond ASCII, that of (x − 1) & ~x for 00 alone.
        var union: UInt8 = 0
        for offset in 0..<stretch {
          let byte = start[place + offset]
          let escape = byte ^ 0x1B
          union |= byte | (byte &- 1) | ((escape &- 1) & ~escape)
        }
        if union >= 0x80, let found = first(in: buffer, place..<place + stretch) {
          return bytes.startIndex + found
        }
        place += stretch
      }
      return first(in: buffer, place..<buffer.count).map { bytes.startIndex + $0 }
    }
  }

  private static func first(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
    range.first { place in
      let byte = bytes[place]
      return byte == 0 || byte >= 0x80 || EscapedEncodings.mayDesignate(bytes, place)
    }
  }

  private func gathered(from suspicious: Int) -> Gathered {
    // Far into a file of ASCII, the ASCII before says nothing, and where it began depended on the blocks.
    let isStart = passed + suspicious < Self.window
    let start = isStart ? 0 : suspicious
    let end = min(suspicious + Self.window, held.count)
    return Gathered(
      held: held[...], sample: held[start..<end], isStart: isStart, isASCII: false)
  }
}
