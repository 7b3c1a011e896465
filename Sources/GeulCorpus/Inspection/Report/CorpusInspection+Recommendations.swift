import GeulText

extension CorpusInspection {
  /// Scalars from which a line is called long.
  private static let longLine = 10_000

  /// What the findings mean for training, in the order of weight.
  public var recommendations: [CorpusRecommendation] {
    guard scalars > 0 else {
      return [CorpusRecommendation(.empty, "There is no text; name a file that is not empty.")]
    }
    return encodingAdvice + mojibake.map(advice) + replacementAdvice + formAdvice
      + compatibilityAdvice + newlineAdvice + suspectAdvice + oldHangulAdvice + vocabularyAdvice
      + longLineAdvice + completenessAdvice
  }

  /// A place in words.
  func describe(_ place: TextPlace) -> String {
    let file = files.count > 1 ? "\(files[place.file].source.path), " : ""
    return "\(file)byte offset \(place.utf8Offset), line \(place.line)"
  }

  private var encodingAdvice: [CorpusRecommendation] {
    let invalid = files.filter { $0.source.invalidSequences > 0 }
    let unsure = files.filter { $0.source.confidence < EncodingGuess.sureness }
    var advice: [CorpusRecommendation] = []
    if let file = invalid.first {
      let total = invalid.reduce(0) { $0 + $1.source.invalidSequences }
      advice.append(
        CorpusRecommendation(
          .encoding,
          "\(InspectionText.count(total, "sequence")) of bytes in "
            + "\(InspectionText.count(invalid.count, "file")) (first \(file.source.path)) are no text in "
            + "\(file.source.encoding): mend them, or say what becomes of them.",
          flag: "--invalid replace"))
    }
    if let file = unsure.first {
      let certainty = InspectionText.percent(file.source.confidence)
      let other = file.source.guess?.runnerUp.map {
        ", and may be \($0.encoding.name) (\(InspectionText.percent($0.confidence)))"
      }
      advice.append(
        CorpusRecommendation(
          .encoding,
          "The encoding of \(InspectionText.count(unsure.count, "file")) is a guess: "
            + "\(file.source.path) is \(file.source.encoding) with a confidence of \(certainty)\(other ?? ""). "
            + "Name it, or training may refuse the text.", flag: "--encoding NAME"))
    }
    return advice
  }

  private func advice(_ mojibake: Mojibake) -> CorpusRecommendation {
    let what =
      switch mojibake.kind {
      case .utf8AsLatin1:
        "Probably UTF-8 that was decoded twice, as Latin-1 or Windows-1252 in between"
      case .cp949AsLatin1: "Probably CP949 or EUC-KR that was decoded as Latin-1"
      case .replacementAsCP949: "Text was lost, and its U+FFFD in UTF-8 decoded as CP949"
      }
    let remedy =
      switch mojibake.kind {
      case .utf8AsLatin1: "Encode the text as Windows-1252 once and take the bytes for UTF-8."
      case .cp949AsLatin1: "Decode the original file as CP949."
      case .replacementAsCP949: "Only the original can restore it; else remove these lines."
      }
    var message = "\(what): \(InspectionText.count(mojibake.characters, "character"))"
    if let example = mojibake.examples.first {
      message += ", first at \(describe(example.place)): \(InspectionText.visible(example.text))"
      if !example.reading.isEmpty, mojibake.kind == .utf8AsLatin1 {
        message += " was \(InspectionText.visible(example.reading))"
      }
    }
    let encoding = mojibake.examples.first.map { files[$0.place.file].source.encoding }
    let canRead = mojibake.kind == .cp949AsLatin1 && encoding != "utf-8"
    return CorpusRecommendation(
      .mojibake, message + ". " + remedy, flag: canRead ? "--encoding cp949" : nil)
  }

  private var replacementAdvice: [CorpusRecommendation] {
    let lost = characters[.replacement]
    guard let first = lost.examples.first else { return [] }
    return [
      CorpusRecommendation(
        .replacement,
        "Text was lost before this was written: "
          + "\(InspectionText.count(lost.count, "replacement character")) (U+FFFD), first at "
          + "\(describe(first.place)). "
          + "Take the original, or remove these lines.")
    ]
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
    let kinds: [(CharacterKind, String)] = [
      (.control, "control"), (.zeroWidth, "zero-width"), (.format, "format"),
      (.privateUse, "private-use"), (.noncharacter, "noncharacter"), (.unassigned, "unassigned"),
    ]
    let found = kinds.filter { characters[$0.0].count > 0 }
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
