/// The way from the files of a corpus to normalized scalars, in blocks.
struct NormalizedReader {
  /// Bytes for each read: small enough for a block and its scalars to stay in the L2 cache.
  static let blockSize = 1 << 18

  let form: NormalizationForm
  let newlines: NewlinePolicy
  /// Called with the bytes read so far, once for each block.
  let progress: ((Int) -> Void)?
  private(set) var report = CorpusReport()

  private var block = [UInt8](repeating: 0, count: blockSize)
  private var scalars: [UInt32] = []
  private var normalized: [UInt32] = []

  init(form: NormalizationForm, newlines: NewlinePolicy, progress: ((Int) -> Void)?) {
    self.form = form
    self.newlines = newlines
    self.progress = progress
  }

  /// Reads every file and hands its normalized scalars on; `isLast` marks the end of each file.
  ///
  /// Files are texts of their own: nothing composes across their edges.
  mutating func read(
    _ source: CorpusSource, _ consume: (_ scalars: [UInt32], _ isLast: Bool) -> Void
  ) throws(TextError) {
    for file in source.files {
      report.files.append(file)
      try read(file, consume)
    }
    guard report.scalars > 0 else { throw .emptyCorpus(files: source.files.map(CorpusSource.name)) }
  }

  private mutating func read(
    _ file: String, _ consume: ([UInt32], Bool) -> Void
  ) throws(TextError) {
    let reader = try BlockReader(file)
    var decoder = TextDecoder(file: CorpusSource.name(of: file), encoding: .named(.utf8))
    var converter = NewlineConverter()
    var normalizer = StreamingNormalizer(form)
    while true {
      let count = try reader.read(into: &block)
      scalars.removeAll(keepingCapacity: true)
      normalized.removeAll(keepingCapacity: true)
      try decoder.append(block[..<count], into: &scalars)
      if count == 0 { try decoder.finish(into: &scalars) }
      if newlines == .lf { converter.convert(&scalars) }
      normalizer.append(scalars, into: &normalized)
      if count == 0 { normalizer.finish(into: &normalized) }
      report.bytesRead += count
      report.scalars += normalized.count
      consume(normalized, count == 0)
      guard count > 0 else { break }
      progress?(report.bytesRead)
    }
    report.newlinesConverted += converter.converted
    report.byteOrderMarksRemoved += decoder.report.removedByteOrderMark ? 1 : 0
  }
}
