/// A 64-bit hash that tells contents apart by accident, not by malice: FNV-1a.
///
/// Fowler, Noll and Vo, "The FNV Non-Cryptographic Hash Algorithm", draft-eastlake-fnv. It is the
/// same on every machine and in every process, so it may be stored, unlike `Hasher`'s.
public struct Fingerprint: Sendable, Hashable {
  /// The hash of the bytes combined so far.
  public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The fingerprint of no bytes: FNV's offset basis.
  public init() {}

  /// Takes in the bytes, in order; one multiplication a byte.
  public mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    var hash = value
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* Self.prime
    }
    value = hash
  }

  /// Takes in the bytes, in order.
  public mutating func combine(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { combine($0) }
  }

  /// Takes in the integer as its eight bytes, the lowest first.
  public mutating func combine(_ integer: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      value = (value ^ (integer >> shift & 0xff)) &* Self.prime
    }
  }

  /// The value as sixteen lower-case hexadecimal digits.
  public var hex: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static let prime: UInt64 = 0x100_0000_01b3
}

extension Fingerprint: CustomStringConvertible {
  /// The value as sixteen lower-case hexadecimal digits.
  public var description: String { hex }
}
