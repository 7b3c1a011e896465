import GeulWork

/// The way from the files of a corpus to normalized scalars, in blocks.
struct NormalizedReader {
  let form: NormalizationForm
  let newlines: NewlinePolicy
  let reading: ReadingOptions
  let stop: StopRequest?
  /// Called with the bytes read so far, now and then.
  let progress: ((Int) -> Void)?
  private(set) var report = CorpusReport()
  /// The hash of the bytes read, and of the length of each file.
  private(set) var hash: UInt64 = 0

  /// Shown each block as it was decoded, before line ends and forms are changed, and where it is from.
  var observer: CorpusObserver?

  private var scalars: [UInt32] = []
  private var normalized: [UInt32] = []

  init(
    form: NormalizationForm, newlines: NewlinePolicy, reading: ReadingOptions, stop: StopRequest?,
    progress: ((Int) -> Void)?
  ) {
    self.form = form
    self.newlines = newlines
    self.reading = reading
    self.stop = stop
    self.progress = progress
  }

  /// Reads every file and hands its normalized scalars on, document by document.
  ///
  /// Files are texts of their own: nothing composes across their edges. Throws also `WorkStopped`.
  mutating func read(_ source: CorpusSource, _ consume: DocumentStream.Consumer) throws {
    var reader = CorpusReader(source, reading, stop: stop, progress: progress)
    var converter = NewlineConverter()
    var normalizer = StreamingNormalizer(form)
    var stream = DocumentStream(reading.documents)
    while try reader.next() {
      scalars.removeAll(keepingCapacity: true)
      normalized.removeAll(keepingCapacity: true)
      if !converter.isWithinPair, stream.takesPlain, reader.passPlain() {
        let bytes = reader.bytes
        observer?.take(bytes.map { UInt32($0) })
        try passPlain(bytes, &normalizer, &stream, consume)
        continue
      }
      try reader.decode(into: &scalars)
      if let observer { observer.take(scalars, endOf: reader) }
      if newlines == .lf { converter.convert(&scalars) }
      if form.isCompatibility { report.compatibilityLoss.count(scalars) }
      normalizer.append(scalars, into: &normalized)
      if reader.isLast { normalizer.finish(into: &normalized) }
      try stream.append(
        normalized, hasBorders: reading.textOf != nil, isLast: reader.isLast, consume)
      guard reader.isLast else { continue }
      report.files.append(reader.file)
      report.decodings.append(reader.report)
      report.extractions.append(reader.extraction)
      report.newlinesConverted += converter.converted
      converter = NewlineConverter()
    }
    report.scalars = stream.scalars
    report.bytesRead = reader.bytesRead
    hash = reader.hash.value
    guard report.scalars > 0 else {
      throw TextError.emptyCorpus(files: source.files.map(CorpusSource.name))
    }
  }

  /// Hands a block of plain ASCII on but for its last scalar, with which a mark after it may compose.
  private mutating func passPlain(
    _ bytes: ArraySlice<UInt8>, _ normalizer: inout StreamingNormalizer,
    _ stream: inout DocumentStream, _ consume: DocumentStream.Consumer
  ) throws {
    // What was kept ends before any ASCII.
    normalizer.finish(into: &normalized)
    try stream.append(normalized, hasBorders: false, isLast: false, consume)
    try stream.append(ascii: bytes.dropLast(), consume)
    normalized.removeAll(keepingCapacity: true)
    normalizer.append(bytes.suffix(1).map { UInt32($0) }, into: &normalized)
    try stream.append(normalized, hasBorders: false, isLast: false, consume)
  }
}
