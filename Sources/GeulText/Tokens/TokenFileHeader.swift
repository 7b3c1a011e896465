import GeulStorage

/// The first 128 bytes of a token file, all numbers little-endian.
///
/// | offset | bytes | content |
/// |---|---|---|
/// | 0 | 8 | the letters `GEULTOK1` |
/// | 8 | 4 | the version of the format, 1 |
/// | 12 | 4 | bytes of an id: 1, 2 or 4 |
/// | 16 | 8 | V: every id is below it |
/// | 24 | 8 | ids |
/// | 32 | 8 | documents |
/// | 40 | 8 | unknown symbols |
/// | 48 | 8 | Unicode scalars of the normalized text |
/// | 56 | 8 | bytes of the corpus |
/// | 64 | 8 | hash of the corpus |
/// | 72 | 8 | hash of the tokenizer |
/// | 80 | 8 | hash of the ids, documents and unknown symbols |
/// | 88 | 8 | bytes of the tokenizer |
/// | 96 | 8 | bytes of the record |
/// | 104 | 16 | zero |
/// | 120 | 8 | hash of the bytes before |
///
/// There follow the ids, filled up to a multiple of 8 bytes; the place of each document's first id, 8 bytes
/// each; the place and the scalar of each unknown symbol, 8 bytes each; `tokenizer.json`; and the record of
/// what the corpus was, as JSON. Hashes are XXH3.
struct TokenFileHeader: Equatable, Sendable {
  static let size = 128
  static let version: UInt64 = 1
  static let magic = Array("GEULTOK1".utf8)

  var width = 0
  var symbolCount = 0
  var count = 0
  var documents = 0
  var unknown = 0
  var scalars = 0
  var corpusBytes = 0
  var corpusHash: UInt64 = 0
  var tokenizerHash: UInt64 = 0
  var contentHash: UInt64 = 0
  var tokenizerSize = 0
  var recordSize = 0

  /// Where the places of the documents begin.
  var documentsOffset: Int { Self.size + (count * width + 7) / 8 * 8 }
  /// Where the unknown symbols begin.
  var unknownOffset: Int { documentsOffset + 8 * documents }
  /// Where `tokenizer.json` begins.
  var tokenizerOffset: Int { unknownOffset + 16 * unknown }
  /// Where the record begins.
  var recordOffset: Int { tokenizerOffset + tokenizerSize }
  /// The size of the whole file.
  var fileSize: Int { recordOffset + recordSize }

  /// The header as it stands in the file.
  var bytes: [UInt8] {
    var bytes = Self.magic
    Self.append(Self.version | UInt64(width) << 32, to: &bytes)
    for number in [symbolCount, count, documents, unknown, scalars, corpusBytes] {
      Self.append(UInt64(number), to: &bytes)
    }
    for number in [corpusHash, tokenizerHash, contentHash] { Self.append(number, to: &bytes) }
    for number in [tokenizerSize, recordSize, 0, 0] { Self.append(UInt64(number), to: &bytes) }
    Self.append(Self.hash(of: bytes), to: &bytes)
    return bytes
  }

  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  fileprivate static func hash(of bytes: some Collection<UInt8>) -> UInt64 {
    let hash = ContentHash()
    let bytes = Array(bytes)
    hash.combine(bytes.span.bytes)
    return hash.value
  }
}

extension TokenFileHeader {
  /// Reads the header of a file and checks that the file is as long as it says.
  ///
  /// Throws `StorageError` for what is no token file, is of another version, damaged or cut off.
  init(_ file: InputFile) throws(StorageError) {
    let head = try file.read(min(Self.size, file.size), at: 0)
    guard head.starts(with: Self.magic) else {
      throw .corrupt(
        file: file.path, offset: 0, expected: "a token file, which begins with GEULTOK1",
        found: head.isEmpty ? "an empty file" : "other bytes",
        advice: "make one by: geul corpus encode FILE --out TOKENS")
    }
    guard head.count == Self.size, Self.number(head, 120) == Self.hash(of: head[..<120]) else {
      throw Self.damaged(file, at: 0, "a header that agrees with its hash", "a damaged one")
    }
    let version = Self.number(head, 8) & 0xFFFF_FFFF
    guard version == Self.version else {
      throw .unsupported(
        file: file.path, expected: "version \(Self.version) of the format",
        found: "version \(version)", advice: "make the file anew: geul corpus encode")
    }
    width = Int(Self.number(head, 8) >> 32)
    let sizes = [16, 24, 32, 40, 48, 56, 88, 96].map { Self.number(head, $0) }
    // Below 2^48 each, so that no sum of them overflows.
    guard [1, 2, 4].contains(width), sizes.allSatisfy({ $0 < 1 << 48 }) else {
      throw Self.damaged(file, at: 12, "sizes that can be", "\(width) bytes an id, sizes \(sizes)")
    }
    symbolCount = Int(sizes[0])
    count = Int(sizes[1])
    documents = Int(sizes[2])
    unknown = Int(sizes[3])
    scalars = Int(sizes[4])
    corpusBytes = Int(sizes[5])
    tokenizerSize = Int(sizes[6])
    recordSize = Int(sizes[7])
    corpusHash = Self.number(head, 64)
    tokenizerHash = Self.number(head, 72)
    contentHash = Self.number(head, 80)
    guard file.size == fileSize else {
      throw Self.damaged(
        file, at: min(file.size, fileSize), "\(fileSize) bytes, as its header says",
        "\(file.size)")
    }
  }

  static func damaged(
    _ file: InputFile, at offset: Int?, _ expected: String, _ found: String
  ) -> StorageError {
    .corrupt(
      file: file.path, offset: offset, expected: expected, found: found,
      advice: "remove the file, it is made anew from the corpus")
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
