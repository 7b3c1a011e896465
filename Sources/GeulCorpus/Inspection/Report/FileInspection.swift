import GeulText

/// The figures of one file of a corpus.
public struct FileInspection: Equatable, Sendable {
  /// What decoding it has shown.
  public let source: DecodedFile
  /// Unicode scalars.
  public let scalars: Int
  /// Bytes of its text in UTF-8.
  public let utf8Bytes: Int
  /// Lines; the last one counts if anything stands in it.
  public let lines: Int
  /// The first of its longest lines; nil if it has none.
  public let longestLine: LineLength?
  /// How its lines end.
  public let newlines: NewlineCounts
  /// Its normal form.
  public let normalForm: NormalFormFinding
  /// What of it is marks rather than text.
  public let structure: TextStructure
}
