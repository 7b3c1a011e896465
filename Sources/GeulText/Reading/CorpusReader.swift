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
  /// The hash of the bytes read, and of the length of each file that has ended.
  let hash = ContentHash()

  private var waiting: ArraySlice<String>
  private let reading: ReadingOptions
  private let takesBestGuess: Bool
  private let stop: StopRequest?
  private let progress: ((Int) -> Void)?
  private let fileSystem = FileSystem.current
  private var open: BlockReader?
  private var decoder = TextDecoder(file: "")
  private var block = [UInt8](repeating: 0, count: blockSize)
  private var count = 0

  /// A reader before the first block; `progress` is told the bytes read once the next is asked for.
  ///
  /// With `takesBestGuess` a file whose encoding is not clear is read in the likeliest.
  package init(
    _ source: CorpusSource, _ reading: ReadingOptions, takesBestGuess: Bool = false,
    stop: StopRequest? = nil, progress: ((Int) -> Void)? = nil
  ) {
    waiting = source.files[...]
    self.reading = reading
    self.takesBestGuess = takesBestGuess
    self.stop = stop
    self.progress = progress
  }

  /// Reads the next block; false after the last of the last file.
  ///
  /// Throws ``TextError`` for a file that cannot be read, and `WorkStopped`.
  package mutating func next() throws -> Bool {
    if bytesRead > 0 { progress?(bytesRead) }
    try stop?.check()
    if isLast {
      guard let name = waiting.popFirst() else { return false }
      open = try BlockReader(name, on: fileSystem, stop)
      decoder = TextDecoder(
        file: CorpusSource.name(of: name), encoding: reading.encoding, invalid: reading.invalid,
        takesBestGuess: takesBestGuess)
      file = name
      fileSize = 0
    }
    count = try open?.read(into: &block) ?? 0
    isLast = count < block.count
    bytesRead += count
    fileSize += count
    hash.combine(block.span.bytes.extracting(first: count))
    if isLast { hash.combine(UInt64(fileSize)) }
    return true
  }

  /// The bytes of the block at hand; not to be kept, for the next block comes to the same place.
  var bytes: ArraySlice<UInt8> { block[..<count] }

  /// Decodes the block at hand and appends its scalars, with the last block all that was held back.
  ///
  /// Throws ``TextError``.
  package mutating func decode(into scalars: inout [UInt32]) throws(TextError) {
    try decoder.append(block[..<count], into: &scalars)
    if isLast { try decoder.finish(into: &scalars) }
  }

  /// Takes the block at hand as decoded if it is whole and its bytes are its scalars, whatever the newlines and
  /// the form; false if it must be decoded.
  mutating func passPlain() -> Bool {
    guard !isLast, NormalizedBlock.isPlain(block[...]) else { return false }
    return decoder.pass(plain: block[...])
  }

  /// What decoding has found in the file at hand.
  package var report: DecodingReport { decoder.report }
}

extension ContentHash {
  /// Takes in a number as eight bytes, the lowest first.
  fileprivate func combine(_ number: UInt64) {
    let bytes = [number.littleEndian]
    combine(bytes.span.bytes)
  }
}
