/// Encodes scalars as UTF-8.
package enum UTF8Encoding {
  /// Appends the bytes of `scalars`, which are Unicode scalar values, to `output`.
  package static func append<Byte: FixedWidthInteger>(
    _ scalars: some Sequence<UInt32>, into output: inout [Byte]
  ) {
    for scalar in scalars {
      switch scalar {
      case 0..<0x80:
        output.append(Byte(truncatingIfNeeded: scalar))
      case 0x80..<0x800:
        output.append(Byte(truncatingIfNeeded: 0xC0 | scalar >> 6))
        output.append(trail(scalar, 0))
      case 0x800..<0x10000:
        output.append(Byte(truncatingIfNeeded: 0xE0 | scalar >> 12))
        output.append(trail(scalar, 6))
        output.append(trail(scalar, 0))
      default:
        output.append(Byte(truncatingIfNeeded: 0xF0 | scalar >> 18))
        output.append(trail(scalar, 12))
        output.append(trail(scalar, 6))
        output.append(trail(scalar, 0))
      }
    }
  }

  /// Appends the bytes of many scalars, which are Unicode scalar values, to `output`: as the other, but with room made
  /// once, and not asked for at each byte.
  package static func append(_ scalars: ArraySlice<UInt32>, into output: inout [UInt8]) {
    output.append(addingCapacity: 4 * scalars.count) { span in
      span.withUnsafeMutableBufferPointer { buffer, written in
        var place = written
        for scalar in scalars {
          if scalar < 0x80 {
            buffer[place] = UInt8(truncatingIfNeeded: scalar)
            place += 1
          } else if scalar < 0x800 {
            buffer[place] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            buffer[place + 1] = trail(scalar, 0)
            place += 2
          } else if scalar < 0x10000 {
            buffer[place] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            buffer[place + 1] = trail(scalar, 6)
            buffer[place + 2] = trail(scalar, 0)
            place += 3
          } else {
            buffer[place] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            buffer[place + 1] = trail(scalar, 12)
            buffer[place + 2] = trail(scalar, 6)
            buffer[place + 3] = trail(scalar, 0)
            place += 4
          }
        }
        written = place
      }
    }
  }

  /// How many bytes a scalar takes.
  package static func length(_ scalar: UInt32) -> Int {
    scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }

  private static func trail<Byte: FixedWidthInteger>(_ scalar: UInt32, _ shift: UInt32) -> Byte {
    Byte(truncatingIfNeeded: 0x80 | (scalar >> shift) & 0x3F)
  }
}

extension String {
  /// The text of Unicode scalar values, exactly as they are.
  package init(scalars: some Sequence<UInt32>) {
    var bytes: [UInt8] = []
    UTF8Encoding.append(scalars, into: &bytes)
    self.init(decoding: bytes, as: UTF8.self)
  }

  /// A byte as two hexadecimal digits.
  init(hexByte byte: UInt8) {
    let digits = String(byte, radix: 16, uppercase: true)
    self = byte < 0x10 ? "0" + digits : digits
  }
}
