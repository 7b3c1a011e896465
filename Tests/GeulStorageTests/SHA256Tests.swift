import GeulWork
import Testing

@testable import GeulStorage

/// The vectors are those of NIST's "Cryptographic Standards and Guidelines: Example Values", SHA-256.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func vectors(_ text: String, _ expected: String) {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    #expect(hash.hex == expected)
  }

  /// A million times "a", in pieces of 1 to 4,000 bytes, and from a file of more than one block.
  @Test func piecesGiveTheSameAsTheWhole() throws {
    let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    var hash = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
      let piece = min(size, left)
      hash.update([UInt8](repeating: 0x61, count: piece))
      left -= piece
      size = size % 4_000 + 1
    }
    #expect(hash.hex == expected)
    #expect(hash.hex == expected, "asking twice changes nothing")

    let folder = try TemporaryFolder()
    try folder.write("a", [UInt8](repeating: 0x61, count: 1_000_000))
    #expect(try SHA256.hex(ofFile: folder.path("a")) == expected)
  }

  @Test func aFileCanBeLeftHalfRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("zeros", [UInt8](repeating: 0, count: 3 << 20))
    var places: [Int] = []
    let stop = StopRequest()
    #expect(throws: WorkStopped.self) {
      try SHA256.hex(ofFile: folder.path("zeros"), stop: stop) { place in
        places.append(place)
        if places.count == 2 { stop.request() }
      }
    }
    #expect(places == [0, 1 << 20])
  }

  @Test(arguments: [
    ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true),
    ("E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", false),
    ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85", false),
    ("", false),
  ])
  func hexIsRecognized(_ text: String, _ expected: Bool) {
    #expect(SHA256.isHex(text) == expected)
  }
}
