import GeulText
import GeulWork

extension CorpusInspector {
  /// Inspects the files of a corpus in one pass.
  ///
  /// `progress` is called with the bytes read so far. Throws ``TextError`` where a file cannot be read or
  /// decoded, and `WorkStopped`. An empty corpus is no error, and an encoding that is not clear is none: the
  /// likeliest is taken, and ``CorpusInspection/recommendations`` say so.
  public static func inspect(
    _ source: CorpusSource, reading: ReadingOptions = ReadingOptions(),
    newlines: NewlinePolicy = .lf, rarest: Int = 20, stop: StopRequest? = nil,
    progress: ((Int) -> Void)? = nil
  ) throws -> CorpusInspection {
    var inspector = CorpusInspector(newlines: newlines)
    var reader = CorpusReader(
      source, reading, guesses: .best, stop: stop, progress: progress)
    var scalars: [UInt32] = []
    while try reader.next() {
      scalars.removeAll(keepingCapacity: true)
      try reader.decode(into: &scalars)
      reader.replaceBorders(in: &scalars)
      inspector.append(scalars)
      guard reader.isLast else { continue }
      inspector.endOfFile(DecodedFile(reader))
    }
    return inspector.finish(rarest: rarest)
  }
}
