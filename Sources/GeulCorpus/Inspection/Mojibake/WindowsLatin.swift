/// What Windows-1252 makes of the bytes from 80 up, taken backwards.
///
/// Bytes 80 to 9F may also have become the C1 controls, as in Latin-1.
enum WindowsLatin {
  /// The scalars of the bytes 80 to 9F; 0 where Windows-1252 has none.
  private static let high: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// The bytes of the scalars from U+0152 to U+2122, 0 where there is none.
  private static let bytes: [UInt8] = {
    var bytes = [UInt8](repeating: 0, count: 0x2123 - 0x152)
    for (place, scalar) in high.enumerated() where scalar > 0 {
      bytes[Int(scalar) - 0x152] = UInt8(0x80 + place)
    }
    return bytes
  }()

  /// The byte from 80 up that a scalar stands for; nil if there is none.
  static func byte(of scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return scalar < 0x80 ? nil : UInt8(scalar) }
    guard scalar >= 0x152, scalar <= 0x2122 else { return nil }
    let byte = bytes[Int(scalar) - 0x152]
    return byte == 0 ? nil : byte
  }
}
