import GeulText

extension CorpusInspector {
  /// Inspects the files of a corpus in one pass.
  ///
  /// `progress` is called with the bytes read so far. Throws ``TextError`` where a file cannot be read or
  /// decoded. An empty corpus is no error, and an encoding that is not clear is none: the likeliest is taken,
  /// and ``CorpusInspection/recommendations`` say so.
  public static func inspect(
    _ source: CorpusSource, reading: ReadingOptions = ReadingOptions(),
    newlines: NewlinePolicy = .lf, rarest: Int = 20, progress: ((Int) -> Void)? = nil
  ) throws(TextError) -> CorpusInspection {
    var inspector = CorpusInspector(newlines: newlines)
    var bytes = 0
    for file in source.files {
      try inspector.read(file, reading) { count in
        bytes += count
        progress?(bytes)
      }
    }
    return inspector.finish(rarest: rarest)
  }

  /// Decodes a file and takes it; the only place that knows the decoder.
  private mutating func read(
    _ file: String, _ reading: ReadingOptions, progress: (Int) -> Void
  ) throws(TextError) {
    var reader = try BlockReader(file)
    var decoder = TextDecoder(
      file: CorpusSource.name(of: file), encoding: reading.encoding, invalid: reading.invalid,
      takesBestGuess: true)
    var block = [UInt8](repeating: 0, count: NormalizedReader.blockSize)
    var scalars: [UInt32] = []
    var bytes = 0
    var isLast = false
    while !isLast {
      let count = try reader.read(into: &block)
      isLast = count < block.count
      bytes += count
      scalars.removeAll(keepingCapacity: true)
      try decoder.append(block[..<count], into: &scalars)
      if isLast { try decoder.finish(into: &scalars) }
      append(scalars)
      progress(count)
    }
    let report = decoder.report
    endOfFile(
      DecodedFile(
        path: file, bytes: bytes, encoding: report.encoding?.name ?? "ascii",
        confidence: report.confidence, guess: report.guess,
        hasByteOrderMark: report.removedByteOrderMark, invalidSequences: report.invalidSequences))
  }
}
