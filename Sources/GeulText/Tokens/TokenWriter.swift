import GeulStorage

/// Writes a token file front to back, then its header.
struct TokenWriter: ~Copyable {
  private let writer: FileWriter
  private var header = TokenFileHeader()
  private let hash = ContentHash()
  private var documentStarts = OffsetListWriter()
  /// The places and scalars of unknown symbols, which may be as many as the symbols.
  private var unknown: TemporaryFile?
  private let tokenizerFile: [UInt8]

  /// Begins a file of ids below the tokenizer's number of symbols.
  init(_ tokenizer: Tokenizer, to writer: FileWriter) throws(StorageError) {
    self.writer = writer
    tokenizerFile = tokenizer.json()
    header.symbolCount = tokenizer.symbolCount
    header.width = Self.width(of: tokenizer.symbolCount)
    header.tokenizerHash = tokenizer.fingerprint
    header.tokenizerSize = tokenizerFile.count
    try writer.write([UInt8](repeating: 0, count: TokenFileHeader.size))
  }

  /// Notes that a document begins so many ids after the next.
  mutating func beginDocument(at offset: Int = 0) throws(StorageError) {
    try documentStarts.append(header.count + offset)
  }

  /// Writes the first `count` of `ids`, which are of the file's width.
  ///
  /// `unknownScalars` are those that the ids write as the unknown symbol, in their order.
  mutating func append<ID: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ ids: [ID], count: Int, unknownScalars: [UInt32] = []
  ) throws(StorageError) {
    precondition(
      ID.bitWidth == 8 * header.width, "\(ID.self) in a file of \(header.width) bytes an id")
    if !unknownScalars.isEmpty {
      let places = (0..<count).lazy.filter { ids[$0] == ID(Vocabulary.unknownID) }
      if unknown == nil { unknown = try TemporaryFile() }
      for (place, scalar) in zip(places, unknownScalars) {
        try unknown?.writer.write(littleEndian: UInt64(header.count + place))
        try unknown?.writer.write(littleEndian: UInt64(scalar))
      }
    }
    let bytes = Self.littleEndian(ids[..<count])
    hash.combine(bytes.span.bytes)
    try writer.write(bytes.span.bytes)
    header.count += count
  }

  /// Writes what follows the ids, and the header.
  mutating func finish(
    report: CorpusReport, corpusHash: UInt64, record: JSONValue
  ) throws(StorageError) {
    try writer.write([UInt8](repeating: 0, count: (8 - header.count * header.width % 8) % 8))
    let starts = try documentStarts.finish()
    try starts?.forEachPart { (part) throws(StorageError) in try add(part) }
    try addUnknown()
    let record = record.serialized(pretty: true)
    try writer.write(tokenizerFile)
    try writer.write(record)
    header.documents = starts?.count ?? 0
    header.scalars = report.scalars
    header.corpusBytes = report.bytesRead
    header.corpusHash = corpusHash
    header.contentHash = hash.value
    header.recordSize = record.count
    try writer.overwrite(header.bytes, at: 0)
  }

  /// Writes bytes that belong to what is hashed.
  private func add(_ bytes: [UInt8]) throws(StorageError) {
    hash.combine(bytes.span.bytes)
    try writer.write(bytes)
  }

  private mutating func addUnknown() throws(StorageError) {
    guard let list = try unknown?.finish() else { return }
    for start in stride(from: 0, to: list.size, by: 1 << 18) {
      try add(list.read(min(1 << 18, list.size - start), at: start))
    }
    header.unknown = list.size / 16
  }

  /// Bytes of an id below `symbolCount`.
  static func width(of symbolCount: Int) -> Int {
    symbolCount <= 1 << 8 ? 1 : symbolCount <= 1 << 16 ? 2 : 4
  }

  /// The ids with the lowest of their bytes first.
  private static func littleEndian<ID: FixedWidthInteger>(
    _ ids: ArraySlice<ID>
  ) -> ArraySlice<ID> {
    // On a machine that has them so already, which is nearly every one, nothing is copied.
    ID(1).littleEndian == 1 ? ids : ids.map(\.littleEndian)[...]
  }
}
