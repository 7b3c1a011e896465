/// Writes symbols in as few bits as their probabilities say, as one number (Martin 1979, "Range encoding").
///
/// Probabilities are whole numbers of a total below 2³². An interval of at least 2⁴⁸ is divided, so that what the division
/// leaves over costs less than 2⁻¹⁶ of a bit. All arithmetic is of whole numbers: the bytes are the same everywhere.
public struct RangeEncoder: Sendable {
  /// The bytes so far; the last of them may still change.
  public private(set) var bytes: [UInt8] = []

  private var low: UInt64 = 0
  private var range = UInt64.max
  static let least: UInt64 = 1 << 48

  /// An encoder of nothing yet.
  public init() {}

  /// Writes what has the part `start` ..< `start` + `count` of `total`.
  public mutating func encode(start: UInt64, count: UInt64, total: UInt64) {
    precondition(
      count > 0 && start + count <= total && total < 1 << 32,
      "\(start)..<\(start + count) of \(total)")
    let unit = range / total
    add(unit * start)
    range = unit * count
    while range < Self.least {
      bytes.append(UInt8(truncatingIfNeeded: low >> 56))
      low <<= 8
      range <<= 8
    }
  }

  /// Ends the number and returns its bytes; zeros at the end are left out, since a decoder reads zeros behind it.
  public mutating func finish() -> [UInt8] {
    // The number within the interval that ends in the most zeros.
    add(Self.least - 1)
    bytes.append(UInt8(truncatingIfNeeded: low >> 56))
    bytes.append(UInt8(truncatingIfNeeded: low >> 48))
    while bytes.last == 0 { bytes.removeLast() }
    return bytes
  }

  private mutating func add(_ amount: UInt64) {
    let (sum, overflows) = low.addingReportingOverflow(amount)
    low = sum
    guard overflows else { return }
    // The number so far is at least that of its beginning, so that some byte takes the carry.
    var place = bytes.count - 1
    while bytes[place] == 0xFF {
      bytes[place] = 0
      place -= 1
    }
    bytes[place] += 1
  }
}
