import Glibc

/// An object of JSON on one line, made in a buffer that is used again: once it has held the longest line, making another
/// allocates nothing.
public struct JSONLine: Sendable {
  /// The line, without a line feed until `end`.
  public private(set) var bytes: [UInt8] = []

  /// An empty buffer with room for a line of some hundred bytes.
  public init() { bytes.reserveCapacity(512) }

  /// Begins a line anew.
  public mutating func begin() {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(UInt8(ascii: "{"))
  }

  /// Ends the line by a line feed.
  public mutating func end() {
    bytes.append(UInt8(ascii: "}"))
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Adds a member; key and value are ASCII that needs no escape.
  public mutating func append(_ key: StaticString, _ value: StaticString) {
    append(key: key)
    bytes.append(UInt8(ascii: "\""))
    append(value)
    bytes.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number.
  public mutating func append(_ key: StaticString, _ value: Int) {
    append(key: key)
    // Up to fifteen digits are held without memory of their own.
    append(value.description)
  }

  /// Adds a number rounded to `digits` significant digits, at most 7 of them; null where it is none.
  public mutating func append(_ key: StaticString, _ value: Double, digits: Int = 7) {
    append(key: key)
    guard value.isFinite else { return append("null" as StaticString) }
    append(Self.rounded(value, digits: min(digits, 7)).description)
  }

  /// A number to so many significant digits, at most 7.
  public static func rounded(_ value: Double, digits: Int) -> Double {
    guard value != 0, value.isFinite else { return value }
    let places = digits - 1 - Int(log10(abs(value)).rounded(.down))
    // Powers of ten up to 10²² are exact, so that the quotient prints in as many digits.
    guard abs(places) <= 22 else { return value }
    let power = powers[abs(places)]
    return places >= 0 ? (value * power).rounded() / power : (value / power).rounded() * power
  }

  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  private mutating func append(key: StaticString) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    append(key)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ text: String) {
    for byte in text.utf8 { bytes.append(byte) }
  }
}
