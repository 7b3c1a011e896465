extension CorpusInspector {
  /// Inspects the files of a corpus in one pass.
  ///
  /// `progress` is called with the bytes read so far. Throws ``TextError`` where a file cannot be read or
  /// decoded. An empty corpus is no error.
  public static func inspect(
    _ source: CorpusSource, newlines: NewlinePolicy = .lf, rarest: Int = 20,
    progress: ((Int) -> Void)? = nil
  ) throws(TextError) -> CorpusInspection {
    var inspector = CorpusInspector(newlines: newlines)
    var bytes = 0
    for file in source.files {
      try inspector.read(file) { count in
        bytes += count
        progress?(bytes)
      }
    }
    return inspector.finish(rarest: rarest)
  }

  /// Decodes a file and takes it; the only place that knows the decoder.
  private mutating func read(_ file: String, progress: (Int) -> Void) throws(TextError) {
    let reader = try BlockReader(file)
    var decoder = UTF8StreamDecoder(file: CorpusSource.name(of: file))
    var block = [UInt8](repeating: 0, count: NormalizedReader.blockSize)
    var scalars: [UInt32] = []
    while true {
      let count = try reader.read(into: &block)
      scalars.removeAll(keepingCapacity: true)
      try decoder.append(block[..<count], into: &scalars)
      guard count > 0 else { break }
      append(scalars)
      progress(count)
    }
    try decoder.finish()
    endOfFile(
      DecodedFile(
        path: file, bytes: decoder.bytesRead, hasByteOrderMark: decoder.removedByteOrderMark))
  }
}
