import GeulText

/// Examines a corpus whose decoded scalars arrive in blocks, in one pass.
///
/// The result is the same wherever the blocks are cut. Memory: 40 MB, and what distinct scalars and
/// distinct pieces of marks, jamo and the like need, which is bounded (``CorpusInspection/isComplete``).
public struct CorpusInspector: Sendable {
  private let newlines: NewlinePolicy
  private var places = PlaceIndex()
  private var lines = LineMeter()
  private var census = ScalarCensus()
  private var pieces: PieceCounter
  private var mojibake = MojibakeDetector()
  private var structure = StructureMeter()
  private var duplicates = DuplicateCensus()
  private var files: [FileInspection] = []
  private var scalars = 0

  /// Makes an inspector at the beginning of the first file.
  ///
  /// Vocabularies are counted as a run with these `newlines` would see the text; all else is about
  /// the text as it stands in the files.
  public init(newlines: NewlinePolicy = .lf) {
    self.init(newlines: newlines, pieces: PieceCounter())
  }

  init(newlines: NewlinePolicy, pieces: PieceCounter) {
    self.newlines = newlines
    self.pieces = pieces
  }

  /// Takes the next scalars of the file, decoded, before newline conversion and normalization.
  ///
  /// They are Unicode scalar values, without the byte order mark. Cost: linear in their number.
  public mutating func append(_ block: [UInt32]) {
    scalars += block.count
    block.withUnsafeBufferPointer { block in
      let (replacements, marks) = (census.counts[0x5360], census.counts[0xFEFF])
      places.index(block)
      lines.append(block)
      census.append(block, places)
      pieces.append(block, places)
      structure.append(block, places, mayHoldMarks: census.counts[0xFEFF] > marks)
      duplicates.append(block)
      mojibake.append(
        block, places, mayHoldReplacements: census.counts[0x5360] > replacements)
    }
  }

  /// Ends the file, of which `source` says what decoding it has shown; the next block begins another.
  public mutating func endOfFile(_ source: DecodedFile) {
    lines.finish()
    census.endOfFile()
    mojibake.endOfFile()
    duplicates.endOfFile()
    files.append(
      FileInspection(
        source: source, scalars: scalars, utf8Bytes: places.utf8Bytes, lines: lines.lines,
        longestLine: lines.longest, newlines: lines.newlines, normalForm: pieces.endOfFile(),
        structure: structure.finish(path: source.extraction == nil ? source.path : "")))
    structure = StructureMeter()
    scalars = 0
    places.nextFile()
    lines = LineMeter(file: files.count)
  }

  /// What the files were found to hold; `rarest` is how many of the rarest scalars to show.
  ///
  /// Cost: some microseconds for each distinct scalar and piece, five times. Text after the last
  /// ``endOfFile(_:)`` belongs to no file and must not be there.
  public func finish(rarest: Int = 20) -> CorpusInspection {
    precondition(scalars == 0, "\(scalars) scalars belong to a file that was not ended")
    let vocabulary = VocabularyCensus(
      counts: census.counts, seen: census.scalars, pieces: pieces.pieces, newlines: newlines)
    return CorpusInspection(
      files: files, newlinePolicy: newlines, characters: CharacterCensus(census),
      mojibake: Mojibake.Kind.allCases.map { mojibake.found[$0] }.filter { $0.characters > 0 },
      rarest: census.rarest(rarest), vocabularies: vocabulary.sizes,
      changes: vocabulary.changes, duplicates: duplicates.finish(),
      isComplete: pieces.isComplete)
  }
}
