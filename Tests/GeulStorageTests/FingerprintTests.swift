import Testing

@testable import GeulStorage

/// The vectors are those of the FNV test suite that accompanies draft-eastlake-fnv.
@Suite struct FingerprintTests {
  @Test(
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("b", 0xaf63_df4c_8601_f1a5),
      ("foobar", 0x8594_4171_f739_67e8),
    ] as [(String, UInt64)])
  func vectors(text: String, expected: UInt64) {
    var fingerprint = Fingerprint()
    fingerprint.combine(Array(text.utf8))
    #expect(fingerprint.value == expected)
  }

  @Test func anIntegerIsItsEightBytesLowestFirst() {
    var byInteger = Fingerprint()
    byInteger.combine(0x0102_0304_0506_0708)
    var byBytes = Fingerprint()
    byBytes.combine([8, 7, 6, 5, 4, 3, 2, 1])
    #expect(byInteger == byBytes)
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    var pieces = Fingerprint()
    pieces.combine(Array("foo".utf8))
    pieces.combine([])
    pieces.combine(Array("bar".utf8))
    #expect(pieces.value == 0x8594_4171_f739_67e8)
  }

  @Test func hexHasSixteenDigits() {
    var fingerprint = Fingerprint()
    fingerprint.combine(Array("a".utf8))
    #expect(fingerprint.hex == "af63dc4c8601ec8c")
    #expect("\(fingerprint)" == fingerprint.hex)
    for integer in UInt64(0)..<1000 {
      fingerprint.combine(integer)
      #expect(fingerprint.hex.utf8.count == 16)
      #expect(UInt64(fingerprint.hex, radix: 16) == fingerprint.value)
    }
  }
}
