/// The printable characters that stand for the 256 bytes in `tokenizer.json`.
///
/// The alphabet of byte-level vocabularies since GPT-2: a byte that is a printable character of
/// Latin-1 is itself, the others follow from U+0100 on.
enum ByteAlphabet {
  /// The scalar of each byte.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (UInt32(0)..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
      default:
        defer { next += 1 }
        return next
      }
    }
  }()
}
