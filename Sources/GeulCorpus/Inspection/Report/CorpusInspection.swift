import GeulText

/// Everything that a ``CorpusInspector`` has found.
public struct CorpusInspection: Equatable, Sendable {
  /// The files in the order read.
  public let files: [FileInspection]
  /// What was done to line ends before vocabularies were counted.
  public let newlinePolicy: NewlinePolicy
  /// Scripts and kinds of characters.
  public let characters: CharacterCensus
  /// Text that was probably decoded in the wrong encoding.
  public let mojibake: [Mojibake]
  /// The rarest scalars, the rarest first.
  public let rarest: [Sighting]
  /// The vocabulary for each unit and form.
  public let vocabularies: [VocabularySize]
  /// At how many places each form changes the text.
  public let changes: [NormalizationForm: Int]
  /// What occurs twice.
  public let duplicates: DuplicateFinding
  /// Whether ``vocabularies`` and ``changes`` are exact.
  ///
  /// They are not when the text has more than a million distinct sequences of marks, jamo or the like,
  /// or one of thousands of scalars: what goes beyond is left out or cut up.
  public let isComplete: Bool

  /// Unicode scalars of all files.
  public var scalars: Int { files.reduce(0) { $0 + $1.scalars } }
  /// Bytes of all files.
  public var bytes: Int { files.reduce(0) { $0 + $1.source.bytes } }
  /// Bytes of all text in UTF-8.
  public var utf8Bytes: Int { files.reduce(0) { $0 + $1.utf8Bytes } }
  /// Lines of all files.
  public var lines: Int { files.reduce(0) { $0 + $1.lines } }
  /// How lines end.
  public var newlines: NewlineCounts { files.reduce(NewlineCounts()) { $0 + $1.newlines } }
  /// The normal form of all files together.
  public var normalForm: NormalFormFinding {
    files.reduce(NormalFormFinding()) { $0.joined($1.normalForm) }
  }
  /// The first of the longest lines.
  public var longestLine: LineLength? {
    files.compactMap(\.longestLine).reduce(nil) { best, line in
      line.scalars > best?.scalars ?? -1 ? line : best
    }
  }

  /// The vocabulary under a unit and form.
  public func vocabulary(_ unit: TextUnit, _ form: NormalizationForm) -> VocabularySize {
    vocabularies.first { $0.unit == unit && $0.form == form }
      ?? VocabularySize(unit: unit, form: form, symbols: 0, once: 0, length: 0)
  }
}
