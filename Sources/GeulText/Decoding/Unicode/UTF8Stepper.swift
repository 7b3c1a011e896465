/// Reads well-formed UTF-8 one byte at a time (the Unicode Standard, table 3-7).
///
/// A refused byte leaves the bytes held before it: they are the maximal subpart of an ill-formed
/// sequence. The caller then resets, and offers that byte again if any were held.
struct UTF8Stepper: Sendable {
  /// What a byte completed.
  enum Outcome: Equatable {
    case scalar(UInt32)
    case incomplete
    case refused
  }

  /// The bytes of the sequence that has begun.
  private(set) var held: [UInt8] = []
  private var value: UInt32 = 0
  private var remaining = 0
  private var allowed: ClosedRange<UInt8> = 0x80...0xBF

  /// Takes the next byte.
  mutating func push(_ byte: UInt8) -> Outcome {
    guard remaining > 0 else { return begin(byte) }
    guard allowed.contains(byte) else { return .refused }
    value = value << 6 | UInt32(byte & 0x3F)
    allowed = 0x80...0xBF
    remaining -= 1
    guard remaining == 0 else {
      held.append(byte)
      return .incomplete
    }
    held.removeAll(keepingCapacity: true)
    return .scalar(value)
  }

  /// Forgets the sequence that has begun.
  mutating func reset() {
    held.removeAll(keepingCapacity: true)
    remaining = 0
  }

  /// What may stand where a byte was refused or the input ended, in words.
  var expected: String {
    guard let lead = held.first else {
      return "the first byte of a character (00-7F or C2-F4)"
    }
    let low = String(hexByte: allowed.lowerBound)
    let high = String(hexByte: allowed.upperBound)
    return
      "byte \(held.count + 1) of the character begun by \(String(hexByte: lead)), in \(low)-\(high)"
  }

  private mutating func begin(_ lead: UInt8) -> Outcome {
    allowed = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return .scalar(UInt32(lead))
    case 0xC2...0xDF: remaining = 1
    case 0xE0...0xEF: remaining = 2
    case 0xF0...0xF4: remaining = 3
    default: return .refused
    }
    switch lead {
    case 0xE0: allowed = 0xA0...0xBF  // below: an overlong form
    case 0xED: allowed = 0x80...0x9F  // above: a surrogate
    case 0xF0: allowed = 0x90...0xBF  // below: an overlong form
    case 0xF4: allowed = 0x80...0x8F  // above: beyond U+10FFFF
    default: break
    }
    value = UInt32(lead) & (0x3F >> UInt32(remaining))
    held.append(lead)
    return .incomplete
  }
}
