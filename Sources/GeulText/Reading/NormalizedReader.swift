import GeulStorage

/// The way from the files of a corpus to normalized scalars, in blocks.
package struct NormalizedReader {
  /// Bytes for each read: small enough for a block and its scalars to stay in the L2 cache.
  package static let blockSize = 1 << 16

  let form: NormalizationForm
  let newlines: NewlinePolicy
  let reading: ReadingOptions
  /// Called with the bytes read so far, now and then; false ends the reading.
  let progress: ((Int) -> Bool)?
  private(set) var report = CorpusReport()
  /// The hash of the bytes read, and of the length of each file.
  let hash = ContentHash()

  private var block = [UInt8](repeating: 0, count: blockSize)
  private var scalars: [UInt32] = []
  private var normalized: [UInt32] = []

  init(
    form: NormalizationForm, newlines: NewlinePolicy, reading: ReadingOptions,
    progress: ((Int) -> Bool)?
  ) {
    self.form = form
    self.newlines = newlines
    self.reading = reading
    self.progress = progress
  }

  /// Reads every file and hands its normalized scalars on; `isLast` marks the end of each file.
  ///
  /// Files are texts of their own: nothing composes across their edges.
  mutating func read(
    _ source: CorpusSource, _ consume: (_ block: NormalizedBlock, _ isLast: Bool) throws -> Void
  ) throws {
    for file in source.files {
      report.files.append(file)
      try read(file, consume)
    }
    guard report.scalars > 0 else {
      throw TextError.emptyCorpus(files: source.files.map(CorpusSource.name))
    }
  }

  private mutating func read(
    _ file: String, _ consume: (NormalizedBlock, Bool) throws -> Void
  ) throws {
    var reader = try BlockReader(file)
    var decoder = TextDecoder(
      file: CorpusSource.name(of: file), encoding: reading.encoding, invalid: reading.invalid)
    var converter = NewlineConverter()
    var normalizer = StreamingNormalizer(form)
    var size = 0
    var isLast = false
    while !isLast {
      let count = try reader.read(into: &block)
      isLast = count < block.count
      size += count
      report.bytesRead += count
      block.withUnsafeBytes { hash.combine(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      scalars.removeAll(keepingCapacity: true)
      normalized.removeAll(keepingCapacity: true)
      if !isLast, NormalizedBlock.isPlain(block[...]), !converter.isWithinPair,
        decoder.pass(plain: block[...])
      {
        try passPlain(&normalizer, consume)
      } else {
        try decoder.append(block[..<count], into: &scalars)
        if isLast { try decoder.finish(into: &scalars) }
        if newlines == .lf { converter.convert(&scalars) }
        if form.isCompatibility { report.compatibilityLoss.count(scalars) }
        normalizer.append(scalars, into: &normalized)
        if isLast { normalizer.finish(into: &normalized) }
        report.scalars += normalized.count
        try consume(.scalars(normalized), isLast)
      }
      if let progress, !progress(report.bytesRead) { throw CorpusEncoder.Stopped() }
    }
    hash.combine(UInt64(size))
    report.newlinesConverted += converter.converted
    report.decodings.append(decoder.report)
  }

  /// Hands a block of plain ASCII on but for its last scalar, with which a mark after it may compose.
  private mutating func passPlain(
    _ normalizer: inout StreamingNormalizer, _ consume: (NormalizedBlock, Bool) throws -> Void
  ) throws {
    // What was kept ends before any ASCII.
    normalizer.finish(into: &normalized)
    report.scalars += normalized.count + block.count - 1
    if !normalized.isEmpty { try consume(.scalars(normalized), false) }
    try consume(.ascii(block.dropLast()), false)
    normalized.removeAll(keepingCapacity: true)
    normalizer.append(block.suffix(1).map { UInt32($0) }, into: &normalized)
    report.scalars += normalized.count
    if !normalized.isEmpty { try consume(.scalars(normalized), false) }
  }
}

extension ContentHash {
  /// Takes in a number as eight bytes, the lowest first.
  func combine(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { combine($0) }
  }
}
