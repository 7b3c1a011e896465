import GeulStorage
import GeulWork

/// Reads the files of a corpus one after the other in blocks, and decodes them: the one way from bytes to scalars.
///
/// After each ``next()`` the bytes of the block are there, which may be decoded or left.
package struct CorpusReader: ~Copyable {
  /// Bytes of a block: few enough for it and its scalars to stay in the L2 cache.
  static let blockSize = 1 << 16

  /// Bytes read from all files so far.
  package private(set) var bytesRead = 0
  /// Bytes read from the file at hand.
  package private(set) var fileSize = 0
  /// The file at hand, as it was named.
  package private(set) var file = ""
  /// Whether the block at hand, which may be empty, is the last of its file.
  package private(set) var isLast = true
  /// The hash of the bytes read, and of the length of each file that has ended; of its format, where that matters.
  let hash = ContentHash()

  private var waiting: ArraySlice<String>
  private let reading: ReadingOptions
  private let guesses: GuessPolicy
  private let stop: StopRequest?
  private let progress: ((Int) -> Void)?
  private let fileSystem = FileSystem.current
  private var open: BlockReader?
  private var decoder = TextDecoder(file: "")
  /// What takes the text out of the file at hand, once its first scalars are there.
  private var extractor: (any TextExtractor)?
  private var raw: [UInt32] = []
  private var marks = LineMarkRemover()
  private var block = [UInt8](repeating: 0, count: blockSize)
  private var count = 0

  /// A reader before the first block; `progress` is told the bytes read once the next is asked for.
  ///
  /// A file whose encoding is not clear is read in the likeliest, if that is as clear as `guesses` wants it.
  package init(
    _ source: CorpusSource, _ reading: ReadingOptions, guesses: GuessPolicy = .sure,
    stop: StopRequest? = nil, progress: ((Int) -> Void)? = nil
  ) {
    waiting = source.files[...]
    self.reading = reading
    self.guesses = guesses
    self.stop = stop
    self.progress = progress
  }

  /// Reads the next block; false after the last of the last file.
  ///
  /// Throws ``TextError`` for a file that cannot be read, and `WorkStopped`.
  package mutating func next() throws -> Bool {
    if bytesRead > 0 { progress?(bytesRead) }
    try stop?.check()
    let isFirst = isLast
    if isLast {
      guard let name = waiting.popFirst() else { return false }
      open = try BlockReader(name, on: fileSystem, stop)
      decoder = TextDecoder(
        file: CorpusSource.name(of: name), encoding: reading.encoding, invalid: reading.invalid,
        guesses: guesses)
      file = name
      fileSize = 0
      extractor = nil
      marks = LineMarkRemover()
    }
    count = try open?.read(into: &block) ?? 0
    if isFirst, let format = FileFormat.recognized(by: block[..<count]) {
      throw TextError.foreignFile(ForeignFile(file: CorpusSource.name(of: file), format: format))
    }
    isLast = count < block.count
    bytesRead += count
    fileSize += count
    hash.combine(block.span.bytes.extracting(first: count))
    if isLast { hash.combine(UInt64(fileSize)) }
    // What the text is taken out of depends on the file's ending too.
    if isLast, reading.textOf != nil, let format = StructuredFormat(path: file) {
      hash.combine(Array(format.rawValue.utf8).span.bytes)
    }
    return true
  }

  /// The bytes of the block at hand; not to be kept, for the next block comes to the same place.
  var bytes: ArraySlice<UInt8> { block[..<count] }

  /// Decodes the block at hand and appends its scalars, with the last block all that was held back.
  ///
  /// Throws ``TextError``, or `StorageError` where that is due to a packed file which is damaged.
  package mutating func decode(into scalars: inout [UInt32]) throws {
    do { try decodeText(into: &scalars) } catch {
      try open?.checkUnpacking()
      throw error
    }
  }

  private mutating func decodeText(into scalars: inout [UInt32]) throws(TextError) {
    guard let selection = reading.textOf else { return try decodeAll(into: &scalars) }
    var raw = self.raw
    self.raw = []
    defer { self.raw = raw }
    raw.removeAll(keepingCapacity: true)
    try decodeAll(into: &raw)
    guard !raw.isEmpty || isLast else { return }
    if extractor == nil {
      extractor = try TextExtraction.extractor(
        selection, file: file, name: CorpusSource.name(of: file), head: raw,
        invalid: reading.invalid)
    }
    try extractor?.append(raw, into: &scalars)
    if isLast { try extractor?.finish(into: &scalars) }
  }

  private mutating func decodeAll(into scalars: inout [UInt32]) throws(TextError) {
    let start = scalars.count
    try decoder.append(block[..<count], into: &scalars)
    if isLast { try decoder.finish(into: &scalars) }
    if reading.byteOrderMarks == .lines { marks.remove(from: &scalars, since: start) }
  }

  /// Takes the block at hand as decoded if it is whole and its bytes are its scalars, whatever the newlines and
  /// the form; false if it must be decoded.
  mutating func passPlain() -> Bool {
    guard !isLast, reading.textOf == nil, NormalizedBlock.isPlain(block[...]) else { return false }
    return decoder.pass(plain: block[...])
  }

  /// Puts line feeds in the place of borders between documents.
  package func replaceBorders(in scalars: inout [UInt32]) {
    guard reading.textOf != nil else { return }
    for place in scalars.indices where scalars[place] == TextExtraction.border {
      scalars[place] = 0x0A
    }
  }

  /// Whether U+FFFD stands in the text for what is ill-formed.
  var replacesInvalid: Bool { reading.invalid == .replace }

  /// What decoding has found in the file at hand.
  package var report: DecodingReport {
    var report = decoder.report
    report.removedLineMarks = marks.removed
    return report
  }

  /// What taking the text out of the file at hand has found; nil where all of it is text.
  package var extraction: ExtractionReport? { extractor?.report }
}

extension ContentHash {
  /// Takes in a number as eight bytes, the lowest first.
  fileprivate func combine(_ number: UInt64) {
    let bytes = [number.littleEndian]
    combine(bytes.span.bytes)
  }
}
