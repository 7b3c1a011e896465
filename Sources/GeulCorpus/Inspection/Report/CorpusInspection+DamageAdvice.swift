import GeulText

/// What is wrong with the text itself: bytes that are none, characters that were lost or decoded wrongly.
extension CorpusInspection {
  var encodingAdvice: [CorpusRecommendation] { invalidAdvice + guessAdvice }

  private var invalidAdvice: [CorpusRecommendation] {
    let invalid = files.filter { $0.source.invalidSequences > 0 }
    guard let file = invalid.first?.source else { return [] }
    let total = invalid.reduce(0) { $0 + $1.source.invalidSequences }
    let place = file.firstInvalid.map { ", byte offset \($0.offset), line \($0.line)" } ?? ""
    var message =
      "\(InspectionText.count(total, "sequence")) of bytes in "
      + "\(InspectionText.count(invalid.count, "file")) (first \(file.path)\(place)) are no text in "
      + "\(file.encoding): "
    let flag: String
    switch file.firstInvalid?.lookalike {
    case .cesu8?:
      message +=
        "they are surrogates, as Java and older databases write them: read the file as CESU-8."
      flag = "--encoding cesu-8"
    case let lookalike? where file.firstInvalid?.followsOther == true:
      message += "the first look like \(lookalike.displayName): read each line by its own."
      flag = "--encoding mixed"
    case let lookalike?:
      message += "the first look like \(lookalike.displayName)."
      flag = "--encoding \(lookalike.name)"
    case nil:
      message += "mend them, or say what becomes of them."
      flag = "--invalid replace"
    }
    return [CorpusRecommendation(.encoding, message, flag: flag)]
  }

  private var guessAdvice: [CorpusRecommendation] {
    let unsure = files.filter { $0.source.confidence < EncodingGuess.sureness }
    guard let file = unsure.first?.source else { return [] }
    if file.encoding == TextEncoding.mixed.name || file.encoding == TextEncoding.cesu8.name {
      let reason = file.guess?.reason ?? ""
      return [
        CorpusRecommendation(
          .encoding, "\(file.path): \(reason). Training asks for the encoding by name.",
          flag: "--encoding \(file.encoding)")
      ]
    }
    let certainty = InspectionText.percent(file.confidence)
    let other = file.guess?.runnerUp.map {
      ", and may be \($0.encoding.name) (\(InspectionText.percent($0.confidence)))"
    }
    return [
      CorpusRecommendation(
        .encoding,
        "The encoding of \(InspectionText.count(unsure.count, "file")) is a guess: "
          + "\(file.path) is \(file.encoding) with a confidence of \(certainty)\(other ?? ""). "
          + "Name it, or training may refuse the text.", flag: "--encoding NAME")
    ]
  }

  /// U+FFFD that stands in the files, without what reading has put there.
  var replacementAdvice: [CorpusRecommendation] {
    let lost = characters[.replacement]
    let count = lost.count - files.reduce(0) { $0 + $1.source.replacements }
    guard count > 0, let first = lost.examples.first else { return [] }
    return [
      CorpusRecommendation(
        .replacement,
        "Text was lost before this was written: "
          + "\(InspectionText.count(count, "replacement character")) (U+FFFD), first at "
          + "\(describe(first.place)). Take the original, or remove these lines.")
    ]
  }

  func advice(_ mojibake: Mojibake) -> CorpusRecommendation {
    let what =
      switch mojibake.kind {
      case .utf8AsLatin1:
        "Probably UTF-8 that was decoded twice, as Latin-1 or Windows-1252 in between"
      case .cp949AsLatin1: "Probably CP949 or EUC-KR that was decoded as Latin-1"
      case .legacyAsLatin1:
        "Probably \(mojibake.encoding?.displayName ?? "an older encoding") that was decoded as Latin-1"
      case .replacementAsCP949: "Text was lost, and its U+FFFD in UTF-8 decoded as CP949"
      }
    let remedy =
      switch mojibake.kind {
      case .utf8AsLatin1: "Encode the text as Windows-1252 once and take the bytes for UTF-8."
      case .cp949AsLatin1: "Decode the original file as CP949."
      case .legacyAsLatin1:
        "Decode the original file as \(mojibake.encoding?.displayName ?? "what it is")."
      case .replacementAsCP949: "Only the original can restore it; else remove these lines."
      }
    var message = "\(what): \(InspectionText.count(mojibake.characters, "character"))"
    if let example = mojibake.examples.first {
      message += ", first at \(describe(example.place)): \(InspectionText.visible(example.text))"
      if !example.reading.isEmpty, mojibake.kind != .replacementAsCP949 {
        message += " was \(InspectionText.visible(example.reading))"
      }
    }
    let encoding = mojibake.examples.first.map { files[$0.place.file].source.encoding }
    let canRead = mojibake.kind == .cp949AsLatin1 && encoding != "utf-8"
    return CorpusRecommendation(
      .mojibake, message + ". " + remedy, flag: canRead ? "--encoding cp949" : nil)
  }
}
