import GeulStorage

/// A token file open for reading: its ids are read where they are asked for, and never loaded whole.
///
/// Layout: ``TokenFileHeader``. Whatever else happens to the file meanwhile is an error, not a crash.
public final class TokenFile: Sendable {
  /// Its path.
  public var path: String { file.path }

  let header: TokenFileHeader
  private let file: InputFile

  /// Opens the file; throws `StorageError` for what is no token file, damaged or cut off.
  public convenience init(_ path: String) throws(StorageError) {
    try self.init(InputFile(path))
  }

  init(_ file: InputFile) throws(StorageError) {
    let header = try TokenFileHeader(file)
    self.file = file
    self.header = header
  }

  /// The places of some documents' first ids.
  func documentStarts(_ range: Range<Int>) throws(StorageError) -> [Int] {
    let starts = try file.read(8 * range.count, at: header.documentsOffset + 8 * range.lowerBound)
    return stride(from: 0, to: starts.count, by: 8).map { Self.number(starts, $0) }
  }

  /// Whether a file is a token file, by its first bytes; false if it is not there or may not be read.
  ///
  /// Throws `StorageError` where the disk fails: a token file must not be taken for a text.
  public static func isOne(_ path: String) throws(StorageError) -> Bool {
    do {
      let file = try InputFile(path)
      guard file.size >= TokenFileHeader.size else { return false }
      return try file.read(TokenFileHeader.magic.count, at: 0) == TokenFileHeader.magic
    } catch  where error.kind != .inputOutput {
      return false
    }
  }

  /// The tokenizer whose ids these are; throws `StorageError` or `TextError`.
  public func tokenizer() throws -> Tokenizer {
    let json = try file.read(header.tokenizerSize, at: header.tokenizerOffset)
    let tokenizer = try Tokenizer(json: json, file: file.path)
    guard tokenizer.symbolCount == header.symbolCount else {
      throw TokenFileHeader.damaged(
        file, at: header.tokenizerOffset, "a tokenizer of \(header.symbolCount) symbols",
        "one of \(tokenizer.symbolCount)")
    }
    return tokenizer
  }

  /// Whether the ids, documents and unknown symbols are those that were written, by their hash.
  func agreesWithHash() throws(StorageError) -> Bool {
    let hash = ContentHash()
    let idsEnd = TokenFileHeader.size + header.count * header.width
    let ranges = [
      TokenFileHeader.size..<idsEnd, header.documentsOffset..<header.tokenizerOffset,
    ]
    var block = [UInt8](repeating: 0, count: 1 << 18)
    for range in ranges {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: block.count) {
        let count = min(block.count, range.upperBound - start)
        try file.read(count, at: start, into: &block)
        hash.combine(block.span.bytes.extracting(first: count))
      }
    }
    return hash.value == header.contentHash
  }

  /// What to throw if they are not.
  var damage: StorageError {
    TokenFileHeader.damaged(file, at: nil, "ids that agree with their hash", "damaged ones")
  }

  /// The record of what the corpus was.
  func record() throws(StorageError) -> JSONReader {
    try JSONReader(try file.read(header.recordSize, at: header.recordOffset), file: file.path)
  }

  /// Writes the ids of a range to the front of `target`, which has room for them.
  func copy(
    _ range: Range<Int>, into target: UnsafeMutableBufferPointer<UInt32>
  ) throws(StorageError) {
    try file.checkSize()
    // Read to the end of the target, from where they are widened to its front without overtaking.
    let size = range.count * header.width
    let bytes = UnsafeMutableRawBufferPointer(
      UnsafeMutableBufferPointer(rebasing: target[..<range.count]))
    let narrow = UnsafeMutableRawBufferPointer(rebasing: bytes[(bytes.count - size)...])
    let offset = TokenFileHeader.size + range.lowerBound * header.width
    try file.read(into: narrow, at: offset)
    let greatest =
      switch header.width {
      case 1: Self.widen(narrow, UInt8.self, into: bytes)
      case 2: Self.widen(narrow, UInt16.self, into: bytes)
      default: Self.widen(narrow, UInt32.self, into: bytes)
      }
    guard range.isEmpty || greatest < header.symbolCount else {
      throw TokenFileHeader.damaged(
        file, at: offset, "ids below \(header.symbolCount)", "\(greatest)")
    }
  }

  /// How many unknown symbols a range has, found by bisection.
  func unknownCount(in range: Range<Int>) throws(StorageError) -> Int {
    try firstUnknown(from: range.upperBound) - firstUnknown(from: range.lowerBound)
  }

  /// The unknown symbols of a range.
  func unknown(in range: Range<Int>) throws(StorageError) -> [UnknownSymbol] {
    guard header.unknown > 0 else { return [] }
    let first = try firstUnknown(from: range.lowerBound)
    let end = try firstUnknown(from: range.upperBound)
    let bytes = try file.read(16 * (end - first), at: header.unknownOffset + 16 * first)
    return stride(from: 0, to: bytes.count, by: 16).map { place in
      UnknownSymbol(
        position: Self.number(bytes, place),
        scalar: UInt32(truncatingIfNeeded: Self.number(bytes, place + 8)))
    }
  }

  private func firstUnknown(from position: Int) throws(StorageError) -> Int {
    var (low, high) = (0, header.unknown)
    while low < high {
      let middle = (low + high) / 2
      if try unknownPosition(middle) < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func unknownPosition(_ place: Int) throws(StorageError) -> Int {
    Self.number(try file.read(8, at: header.unknownOffset + 16 * place), 0)
  }

  private static func widen<ID: FixedWidthInteger & UnsignedInteger>(
    _ narrow: UnsafeMutableRawBufferPointer, _: ID.Type, into wide: UnsafeMutableRawBufferPointer
  ) -> Int {
    let size = MemoryLayout<ID>.size
    var greatest: UInt32 = 0
    for place in 0..<(narrow.count / size) {
      let id = UInt32(
        ID(littleEndian: narrow.loadUnaligned(fromByteOffset: place * size, as: ID.self)))
      wide.storeBytes(of: id, toByteOffset: 4 * place, as: UInt32.self)
      greatest = max(greatest, id)
    }
    return Int(greatest)
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
    bytes.withUnsafeBytes {
      Int(
        truncatingIfNeeded: UInt64(
          littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }
  }
}
