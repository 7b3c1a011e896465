import GeulText

extension CorpusInspection {
  /// Scalars from which a line is called long.
  private static let longLine = 10_000

  /// What the findings mean for training, in the order of weight.
  public var recommendations: [CorpusRecommendation] {
    guard scalars > 0 else {
      return [CorpusRecommendation(.empty, "There is no text; name a file that is not empty.")]
    }
    return encodingAdvice + structureAdvice + mojibake.map(advice) + joinedFilesAdvice
      + replacementAdvice + duplicateAdvice + formAdvice
      + compatibilityAdvice + newlineAdvice + suspectAdvice + oldHangulAdvice + vocabularyAdvice
      + longLineAdvice + completenessAdvice
  }

  /// A place in words.
  func describe(_ place: TextPlace) -> String {
    let file = files.count > 1 ? "\(files[place.file].source.path), " : ""
    return "\(file)byte offset \(place.utf8Offset), line \(place.line)"
  }

  private var formAdvice: [CorpusRecommendation] {
    guard let place = normalForm.firstNotNFC else { return [] }
    let count = InspectionText.count(changes[.nfc] ?? 0, "place")
    let message =
      normalForm.form == .nfd
      ? "The text is NFD: NFC, the default, composes it at \(count), first at \(describe(place))."
      : "The text is neither NFC nor NFD: NFC, the default, changes it at \(count), first at "
        + "\(describe(place))."
    return [CorpusRecommendation(.normalForm, message, flag: "--normalize nfc")]
  }

  private var compatibilityAdvice: [CorpusRecommendation] {
    let kinds: [CharacterKind] = [
      .compatibilityJamo, .oldCompatibilityJamo, .halfwidthJamo, .enclosedHangul, .hangulFiller,
    ]
    let count = kinds.reduce(0) { $0 + characters[$1].count }
    guard count > 0 else { return [] }
    let share = InspectionText.percent(Double(count) / Double(scalars))
    return [
      CorpusRecommendation(
        .compatibility,
        "\(InspectionText.number(count)) characters (\(share)) are jamo such as ㅋ and ㅠ, or other Hangul "
          + "for compatibility: keep away from nfkc and nfkd, which make conjoining jamo of them for good.",
        flag: "--normalize nfc")
    ]
  }

  private var newlineAdvice: [CorpusRecommendation] {
    let ends = newlines
    guard ends.others > 0 else { return [] }
    let parts = ends.styles.map { "\(InspectionText.number($0.count)) \($0.name)" }
    return [
      CorpusRecommendation(
        .newlines,
        "Lines end with \(parts.joined(separator: ", ")): the default makes LF of them all; keep "
          + "would cost more symbols.", flag: "--newlines lf")
    ]
  }

  private var suspectAdvice: [CorpusRecommendation] {
    // Marks that begin lines have been told of.
    let marks = files.reduce(0) { $0 + $1.structure.lineMarks }
    let kinds: [(CharacterKind, String)] = [
      (.control, "control"), (.zeroWidth, "zero-width"), (.format, "format"),
      (.privateUse, "private-use"), (.noncharacter, "noncharacter"), (.unassigned, "unassigned"),
    ]
    let found = kinds.filter { characters[$0.0].count > ($0.0 == .zeroWidth ? marks : 0) }
    guard let first = found.compactMap({ characters[$0.0].examples.first }).first
    else { return [] }
    let parts = found.map { "\(InspectionText.number(characters[$0.0].count)) \($0.1)" }
    return [
      CorpusRecommendation(
        .suspectCharacters,
        "Some characters hardly belong into a text: \(parts.joined(separator: ", ")); the first is "
          + "\(InspectionText.name(first.scalar)) at \(describe(first.place)). A model would learn to "
          + "write them: see whether they are meant.")
    ]
  }

  private var oldHangulAdvice: [CorpusRecommendation] {
    let count = characters[.oldJamo].count + characters[.oldCompatibilityJamo].count
    guard count > 0 else { return [] }
    return [
      CorpusRecommendation(
        .oldHangul,
        "\(InspectionText.count(count, "character")) are old Hangul, whose syllables have no scalar of "
          + "their own: jamo as units spell old and new syllables alike.", flag: "--units jamo")
    ]
  }

  private var longLineAdvice: [CorpusRecommendation] {
    guard let line = longestLine, line.scalars >= Self.longLine else { return [] }
    let file = files[line.file].source.path
    return [
      CorpusRecommendation(
        .longLine,
        "Line \(InspectionText.number(line.line)) of \(file) has \(InspectionText.number(line.scalars)) "
          + "characters: is this a text with lines?")
    ]
  }

  private var completenessAdvice: [CorpusRecommendation] {
    guard !isComplete else { return [] }
    return [
      CorpusRecommendation(
        .incomplete,
        "The text has more distinct sequences of marks or jamo than are counted, or longer ones: the vocabulary "
          + "sizes and the numbers of changes are not exact.")
    ]
  }
}
