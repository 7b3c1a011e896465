/// What becomes of the line ends of a corpus.
public enum NewlinePolicy: String, Codable, CaseIterable, Sendable {
  /// CR LF, a CR alone, NEL (U+0085) and the line separator (U+2028) become LF.
  case lf
  /// Line ends stay as they are.
  case keep
}

/// Turns every kind of line end into LF in text that arrives in blocks.
package struct NewlineConverter: Sendable {
  /// Scalars that are looked at together.
  private static let stretch = 256
  /// What becomes LF, a CR before an LF together with it.
  package static let converted: [UInt32] = [0x0D, 0x85, 0x2028]

  /// The line ends that were converted; LFs are not counted.
  private(set) var counts = NewlineCounts()
  private var followsCarriageReturn = false

  /// A converter at the beginning of a text.
  package init() {}

  /// How many line ends were converted.
  var converted: Int { counts.others }

  /// Whether the latest scalar was a CR, to which an LF would belong.
  var isWithinPair: Bool { followsCarriageReturn }

  /// Converts the next block in place. Text without such line ends costs a pass of comparisons.
  package mutating func convert(_ scalars: inout [UInt32]) {
    let kept = scalars.withUnsafeMutableBufferPointer { convert($0) }
    scalars.removeLast(scalars.count - kept)
  }

  private mutating func convert(_ scalars: UnsafeMutableBufferPointer<UInt32>) -> Int {
    var kept = 0
    var start = 0
    while start < scalars.count {
      let end = min(start + Self.stretch, scalars.count)
      let isPlain = !followsCarriageReturn && Self.isPlain(scalars, start, end)
      if isPlain {
        if kept != start {
          for position in start..<end { scalars[position - (start - kept)] = scalars[position] }
        }
        kept += end - start
      } else {
        for position in start..<end { convert(scalars[position], into: scalars, &kept) }
      }
      start = end
    }
    return kept
  }

  /// Whether a whole stretch has nothing to convert, without a branch on what is in it, so that it
  /// compiles to vectors.
  private static func isPlain(
    _ scalars: UnsafeMutableBufferPointer<UInt32>, _ start: Int, _ end: Int
  ) -> Bool {
    guard end - start == stretch, let first = scalars.baseAddress else { return false }
    let scalars = first + start
    var found: UInt32 = 0
    for place in 0..<stretch {
      // x − 1 is negative for no scalar value but 0. The first test is true of 05 and 8D as well.
      found |= (scalars[place] & ~0x88 ^ 0x05) &- 1
      found |= (scalars[place] ^ 0x2028) &- 1
    }
    return found &>> 31 == 0
  }

  private mutating func convert(
    _ scalar: UInt32, into scalars: UnsafeMutableBufferPointer<UInt32>, _ kept: inout Int
  ) {
    if followsCarriageReturn {
      followsCarriageReturn = false
      if scalar == 0x0A {
        // The CR before it is an LF by now.
        counts.carriageReturns -= 1
        counts.pairs += 1
        return
      }
    }
    var result: UInt32 = 0x0A
    switch scalar {
    case 0x0D:
      counts.carriageReturns += 1
      followsCarriageReturn = true
    case 0x85: counts.nextLines += 1
    case 0x2028: counts.lineSeparators += 1
    default: result = scalar
    }
    scalars[kept] = result
    kept += 1
  }
}
