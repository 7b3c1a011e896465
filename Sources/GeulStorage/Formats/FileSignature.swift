/// Bytes at a place near the front of a file, by which its format is known.
///
/// They are those of the formats' own specifications.
struct FileSignature {
  let offset: Int
  let bytes: [UInt8]
  let format: FileFormat
  /// What else must hold where the bytes may begin a text.
  var check: @Sendable (ArraySlice<UInt8>) -> Bool = { _ in true }

  init(
    _ bytes: [UInt8], at offset: Int = 0, _ name: String, _ advice: FileFormat.Advice,
    packing: Packing? = nil,
    if check: @escaping @Sendable (ArraySlice<UInt8>) -> Bool = { _ in true }
  ) {
    self.bytes = bytes
    self.offset = offset
    self.format = FileFormat(name, advice, packing: packing)
    self.check = check
  }

  init(
    _ text: String, at offset: Int = 0, _ name: String, _ advice: FileFormat.Advice,
    if check: @escaping @Sendable (ArraySlice<UInt8>) -> Bool = { _ in true }
  ) {
    self.init(Array(text.utf8), at: offset, name, advice, if: check)
  }

  func matches(_ head: ArraySlice<UInt8>) -> Bool {
    head.dropFirst(offset).starts(with: bytes) && check(head)
  }

  /// The signatures at the very front, by their first byte.
  static let table = Dictionary(grouping: front, by: { $0.bytes[0] })

  private static let front =
    packed + archives + documents + pictures + sounds + programs + data

  private static let packed = [
    FileSignature([0x1F, 0x8B, 0x08], "gzip", .unpack, packing: .gzip),
    FileSignature([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz", .unpack, packing: .xz),
    FileSignature([0x28, 0xB5, 0x2F, 0xFD], "zstd", .unpack, packing: .zstd),
    FileSignature(Array("BZh".utf8), "bzip2", .unpack, packing: .bzip2) {
      $0.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        || $0.dropFirst(4).starts(with: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
    },
    FileSignature([0x1F, 0x9D], "a file packed by compress", .unpack),
    FileSignature([0x04, 0x22, 0x4D, 0x18], "lz4", .unpack),
    FileSignature("LZIP\u{1}", "lzip", .unpack),
    FileSignature([0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A], "lzop", .unpack),
    FileSignature([0x5D, 0, 0, 0x80, 0], "lzma", .unpack),
    FileSignature([0x5D, 0, 0, 0x40, 0], "lzma", .unpack),
    FileSignature([0x5D, 0, 0, 0, 4], "lzma", .unpack),
  ]

  private static let archives = [
    FileSignature([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", .unpack),
    FileSignature("Rar!\u{1A}\u{7}", "a RAR archive", .unpack),
    FileSignature("ALZ\u{1}", "an ALZip archive", .unpack),
    FileSignature("EGGA", "an EGG archive of ALZip", .unpack) { isBinary($0) },
    FileSignature("!<arch>\ndebian", "a Debian package", .noText),
    FileSignature("!<arch>\n", "an archive of ar", .unpack),
    FileSignature("070701", "a cpio archive", .unpack) { isHex($0, 6..<110) },
    FileSignature("070702", "a cpio archive", .unpack) { isHex($0, 6..<110) },
    FileSignature("070707", "a cpio archive", .unpack) { isHex($0, 6..<76) },
    FileSignature([0xC7, 0x71], "a cpio archive", .unpack) { isBinary($0) },
    FileSignature("MSCF\0\0\0\0", "a cabinet archive", .unpack),
    FileSignature([0xED, 0xAB, 0xEE, 0xDB], "an RPM package", .noText),
    FileSignature("hsqs", "a squashfs image", .unpack) { isBinary($0) },
    FileSignature("xar!", "a xar archive", .unpack) { isBinary($0) },
  ]

  private static let documents = [
    FileSignature("%PDF-", "a PDF document", .extractText),
    FileSignature("%!PS", "a PostScript document", .extractText),
    FileSignature([0xC5, 0xD0, 0xD3, 0xC6], "a PostScript document", .extractText),
    FileSignature("{\\rtf", "a Rich Text document", .saveAsText),
    FileSignature("HWP Document File", "a Hancom document", .saveAsText),
    FileSignature([0xDB, 0xA5, 0x2D, 0], "a Word document", .saveAsText),
    FileSignature("AT&TFORM", "a DjVu document", .extractText),
    FileSignature("ITSF", "a compiled HTML help file", .exportText) { isBinary($0) },
    FileSignature([0xFF, 0x57, 0x50, 0x43], "a WordPerfect document", .saveAsText),
  ]

  private static let pictures = [
    FileSignature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a PNG picture", .noText),
    FileSignature([0xFF, 0xD8, 0xFF], "a JPEG picture", .noText),
    FileSignature("GIF87a", "a GIF picture", .noText),
    FileSignature("GIF89a", "a GIF picture", .noText),
    FileSignature([0x49, 0x49, 0x2A, 0], "a TIFF picture", .noText),
    FileSignature([0x4D, 0x4D, 0, 0x2A], "a TIFF picture", .noText),
    FileSignature("BM", "a BMP picture", .noText) {
      // Reserved bytes of zero, and the size of a header that there is.
      $0.count > 18 && $0.dropFirst(6).prefix(4).allSatisfy { $0 == 0 }
        && [12, 40, 52, 56, 64, 108, 124].contains($0[$0.startIndex + 14])
    },
    FileSignature("8BPS\0\u{1}", "a Photoshop picture", .noText),
    FileSignature("gimp xcf ", "a GIMP picture", .noText),
    FileSignature("/* XPM */", "an XPM picture", .noText),
    FileSignature([0, 0, 1, 0], "an icon", .noText) { isIcon($0) },
    FileSignature([0, 0, 2, 0], "a cursor", .noText) { isIcon($0) },
  ]

  private static let sounds = [
    FileSignature("ID3", "an MP3 recording", .noText) { isBinary($0) },
    FileSignature("OggS\0", "an Ogg recording", .noText),
    FileSignature("fLaC\0", "a FLAC recording", .noText),
    FileSignature("MThd\0\0\0\u{6}", "a MIDI file", .noText),
    FileSignature(".snd\0", "a recording in Sun's format", .noText),
    FileSignature([0x1A, 0x45, 0xDF, 0xA3], "a Matroska or WebM film", .noText),
    FileSignature("FLV\u{1}", "a Flash film", .noText),
    FileSignature([0, 0, 1, 0xBA], "an MPEG film", .noText),
    FileSignature(
      [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "a Windows Media file", .noText),
  ]

  private static let programs = [
    FileSignature([0x7F, 0x45, 0x4C, 0x46], "a program or library (ELF)", .noText),
    FileSignature("MZ", "a program or library (Windows)", .noText) { isBinary($0) },
    FileSignature([0xCA, 0xFE, 0xBA, 0xBE], "Java byte code or a program (macOS)", .noText),
    FileSignature([0xCF, 0xFA, 0xED, 0xFE], "a program or library (macOS)", .noText),
    FileSignature([0xCE, 0xFA, 0xED, 0xFE], "a program or library (macOS)", .noText),
    FileSignature("\0asm", "WebAssembly", .noText),
    FileSignature([0x42, 0x43, 0xC0, 0xDE], "LLVM bit code", .noText),
  ]

  private static let data = [
    FileSignature("SQLite format 3\0", "an SQLite database", .exportText),
    FileSignature("GGUF", "a model in the GGUF format", .noText) { isBinary($0) },
    FileSignature([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "an array of NumPy", .noText),
    FileSignature("PAR1", "a Parquet table", .exportText) { isBinary($0) },
    FileSignature("ARROW1\0", "an Arrow table", .exportText),
    FileSignature([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "HDF5 data", .exportText),
    FileSignature([0xDE, 0x12, 0x04, 0x95], "a message catalogue of gettext", .exportText),
    FileSignature([0x95, 0x04, 0x12, 0xDE], "a message catalogue of gettext", .exportText),
    FileSignature("PACK\0\0\0\u{2}", "a pack of Git objects", .noText),
    FileSignature("DIRC\0\0\0", "an index of Git", .noText),
    FileSignature([0xFF, 0x74, 0x4F, 0x63], "an index of Git", .noText),
    FileSignature("TZif", "time zone data", .noText) { isBinary($0) },
    FileSignature("wOFF", "a font", .noText) { isBinary($0) },
    FileSignature("wOF2", "a font", .noText) { isBinary($0) },
    FileSignature("OTTO\0", "a font", .noText),
    FileSignature([0, 1, 0, 0, 0], "a font", .noText) { isFont($0) },
    FileSignature("LPKSHHRH", "a journal of systemd", .exportText),
    FileSignature("-----BEGIN PGP MESSAGE", "an encrypted message (PGP)", .decrypt),
    FileSignature("Salted__", "a file encrypted by OpenSSL", .decrypt),
    FileSignature("age-encryption.org/", "a file encrypted by age", .decrypt),
    FileSignature("bplist00", "a binary property list", .exportText),
    FileSignature([0xD4, 0xC3, 0xB2, 0xA1], "a recording of network packets", .noText),
    FileSignature([0x0A, 0x0D, 0x0D, 0x0A], "a recording of network packets", .noText),
    FileSignature("GEULTOK1", "a token file of Geul", .noText),
    FileSignature("# v2 git bundle\n", "a bundle of Git", .noText),
    FileSignature("# v3 git bundle\n", "a bundle of Git", .noText),
    FileSignature("glibc-ld.so.cache", "a cache of the linker", .noText),
    FileSignature([0xE2, 0x9C, 0xA8, 0x0E], "a module of Swift", .noText),
    FileSignature([0x30, 0x82], "a certificate or key (DER)", .noText) { isSequence($0) },
    FileSignature([0x8C, 0x0D, 0x04], "an encrypted message (PGP)", .decrypt),
    FileSignature([0x85, 0x01, 0x0C], "an encrypted message (PGP)", .decrypt),
    FileSignature([0x85, 0x02, 0x0C], "an encrypted message (PGP)", .decrypt),
    FileSignature([0x80], "a pickle of Python", .exportText) { isPickle($0) },
  ]

  /// Those that stand further back.
  static let late = [
    FileSignature("ustar", at: 257, "a tar archive", .unpack),
    FileSignature("CD001", at: 32_769, "an image of a compact disc", .unpack),
    FileSignature([0x53, 0xEF], at: 1080, "an image of a Linux file system", .noText) {
      $0.prefix(1024).allSatisfy { $0 == 0 }
    },
    FileSignature([0x55, 0xAA], at: 510, "the image of a disk", .noText) { isBinary($0) },
  ]
}

extension FileSignature {
  /// Whether the front holds bytes that no text of one or more bytes a character has, next to the signature.
  private static func isBinary(_ head: ArraySlice<UInt8>) -> Bool {
    head.prefix(64).contains { $0 < 0x09 || 0x0E...0x1A ~= $0 }
  }

  private static func isHex(_ head: ArraySlice<UInt8>, _ range: Range<Int>) -> Bool {
    head.count >= range.upperBound
      && head.dropFirst(range.lowerBound).prefix(range.count).allSatisfy {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "F") ~= $0
          || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
      }
  }

  /// A few pictures, the first of which has a reserved byte of zero and begins after their table.
  private static func isIcon(_ head: ArraySlice<UInt8>) -> Bool {
    guard head.count > 22 else { return false }
    let bytes = Array(head.prefix(22))
    let start = Int(bytes[18]) | Int(bytes[19]) << 8
    return bytes[4] > 0 && bytes[5] == 0 && bytes[9] == 0 && start == 6 + 16 * Int(bytes[4])
  }

  /// A version of the protocol and an operation after it.
  private static func isPickle(_ head: ArraySlice<UInt8>) -> Bool {
    guard head.count > 3 else { return false }
    let bytes = Array(head.prefix(3))
    return 2...5 ~= bytes[1] && (bytes[2] == 0x95 || "](}c{X".utf8.contains(bytes[2]))
  }

  /// A sequence, and in it another or a small number (X.690).
  private static func isSequence(_ head: ArraySlice<UInt8>) -> Bool {
    let inner = head.dropFirst(4)
    return inner.starts(with: [0x30, 0x82]) || inner.starts(with: [0x02, 0x01, 0x00])
  }

  /// A few tables, whose first has a name of letters.
  private static func isFont(_ head: ArraySlice<UInt8>) -> Bool {
    guard head.count > 16 else { return false }
    let bytes = Array(head.prefix(16))
    return (1...64).contains(bytes[5]) && bytes[12..<16].allSatisfy { 0x20..<0x7F ~= $0 }
  }
}
