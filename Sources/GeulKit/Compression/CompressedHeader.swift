import GeulCompute
import GeulStorage
import GeulText

/// What stands before the symbols of a compressed file.
///
/// | bytes | content |
/// |---|---|
/// | 4 | `GEUL` |
/// | 1 | version, 2 |
/// | 1 | how the text stood in the file (`OriginalStyle`), and 16 where the products are in fp32, 32 where what codes learns, 64 where it begins with nothing |
/// | 8 | fingerprint of the model, where there is one |
/// | 8 | XXH3 of this header with zeros here, and of the symbols' bytes |
/// | 8 | XXH3 of the original |
/// | … | lanes, bytes of the original, bytes of the symbols: 7 bits a byte, the lowest first |
/// | … | in fp32: the length of the name of the arithmetic, and that: `fused`, or the vector instructions |
///
/// Numbers of several bytes have the lowest first.
struct CompressedHeader: Equatable {
  var style = OriginalStyle()
  /// The arithmetic on whose bits the symbols depend; nil where all processors find the same.
  var arithmetic: String?
  /// Whether what codes learns from what it has coded.
  var learns = false
  /// The model's fingerprint; nil where it began with nothing.
  var model: UInt64? = 0
  var payloadHash: UInt64 = 0
  var originalHash: UInt64 = 0
  var lanes = 1
  var originalBytes = 0
  var payloadBytes = 0

  static let magic = Array("GEUL".utf8)
  static let version: UInt8 = 2
  private static let inFloats: UInt8 = 16
  private static let learning: UInt8 = 32
  private static let fromNothing: UInt8 = 64

  /// How products are carried out.
  var kind: ProductKind {
    arithmetic == nil ? .int8 : arithmetic == Self.fused ? .fused : .fp32
  }

  /// The arithmetic in fp32 of every processor that multiplies and adds in one rounding.
  static let fused = "fused"
  /// The arithmetic in fp32 here.
  static var arithmeticHere: String { Processor.fuses ? fused : Processor.vectors }

  var bytes: [UInt8] {
    let kinds =
      (arithmetic == nil ? 0 : Self.inFloats) | (learns ? Self.learning : 0)
      | (model == nil ? Self.fromNothing : 0)
    var bytes = Self.magic + [Self.version, style.number | kinds]
    for number in [model, payloadHash, originalHash].compactMap(\.self) {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    for number in [lanes, originalBytes, payloadBytes] {
      var rest = UInt64(number)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    if let arithmetic { bytes += [UInt8(arithmetic.utf8.count)] + arithmetic.utf8 }
    return bytes
  }

  init() {}

  /// Reads the header of a file that has these bytes, and says where it ends; throws `corrupt` or `unsupported`.
  static func read(
    _ file: [UInt8], path: String
  ) throws(StorageError) -> (header: CompressedHeader, end: Int) {
    guard file.starts(with: magic) else {
      throw .corrupt(
        file: path, offset: 0,
        expected: "a file that geul compress has made, which begins with GEUL",
        found: file.isEmpty ? "an empty file" : "something else", advice: "check the path")
    }
    var reader = HeaderReader(file: file, path: path, place: magic.count)
    let found = try reader.byte()
    guard found == version else {
      throw .unsupported(
        file: path, expected: "version \(version)", found: "version \(found)",
        advice: "use the version of geul that wrote it")
    }
    var header = CompressedHeader()
    let kinds = try reader.byte()
    let text = kinds & ~(inFloats | learning | fromNothing)
    guard let style = OriginalStyle(number: text) else {
      throw reader.flaw("a kind of text below 6", found: "\(text)")
    }
    header.style = style
    header.learns = kinds & learning != 0
    header.model = kinds & fromNothing == 0 ? try reader.fixed() : nil
    header.payloadHash = try reader.fixed()
    header.originalHash = try reader.fixed()
    header.lanes = try reader.number()
    header.originalBytes = try reader.number()
    header.payloadBytes = try reader.number()
    guard (1...CompressedFile.mostLanes).contains(header.lanes) else {
      throw reader.flaw("1 to \(CompressedFile.mostLanes) lanes", found: "\(header.lanes)")
    }
    if kinds & inFloats != 0 {
      let count = Int(try reader.byte())
      var name: [UInt8] = []
      for _ in 0..<count { name.append(try reader.byte()) }
      header.arithmetic = String(decoding: name, as: UTF8.self)
    }
    return (header, reader.place)
  }
}

/// Takes a header's numbers, one after the other.
private struct HeaderReader {
  let file: [UInt8]
  let path: String
  var place: Int

  func flaw(_ expected: String, found: String) -> StorageError {
    .corrupt(
      file: path, offset: place, expected: expected, found: found,
      advice: "the file was cut or changed; copy it again")
  }

  mutating func byte() throws(StorageError) -> UInt8 {
    guard place < file.count else {
      throw flaw("the rest of a header", found: "the end of the file")
    }
    place += 1
    return file[place - 1]
  }

  mutating func fixed() throws(StorageError) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      number |= UInt64(try byte()) << shift
    }
    return number
  }

  mutating func number() throws(StorageError) -> Int {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 56, by: 7) {
      let byte = try byte()
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(number) }
    }
    throw flaw("a number below 2^56", found: "a longer one")
  }
}
