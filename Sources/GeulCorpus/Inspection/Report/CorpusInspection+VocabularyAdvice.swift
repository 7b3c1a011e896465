extension CorpusInspection {
  /// Symbols from which a vocabulary is called large.
  private static let largeVocabulary = 5000

  /// Advice on rare symbols and large vocabularies, for scalars in NFC, as training takes them.
  var vocabularyAdvice: [CorpusRecommendation] {
    let size = vocabulary(.scalar, .nfc)
    var advice: [CorpusRecommendation] = []
    if size.once > 0 && size.once * 20 >= size.symbols {
      advice.append(
        CorpusRecommendation(
          .rareSymbols,
          "\(InspectionText.count(size.once, "symbol")) of \(InspectionText.number(size.symbols)) occur once "
            + "and cannot be learnt: left out, the vocabulary is "
            + "\(InspectionText.number(size.symbols - size.once)).", flag: "--minimum-count 2"))
    }
    if size.symbols >= Self.largeVocabulary {
      let jamo = vocabulary(.jamo, .nfc)
      let longer = Double(jamo.length) / Double(max(size.length, 1))
      let helps = jamo.symbols * 2 <= size.symbols
      let bytes = vocabulary(.byte, .nfc)
      advice.append(
        CorpusRecommendation(
          .largeVocabulary,
          "\(InspectionText.number(size.symbols)) symbols are many for one output layer: "
            + (helps
              ? "jamo are \(InspectionText.number(jamo.symbols)), in a text \(Self.times(longer)) as long."
              : "bytes are \(InspectionText.number(bytes.symbols)), in a text "
                + "\(Self.times(Double(bytes.length) / Double(max(size.length, 1)))) as long."),
          flag: helps ? "--units jamo" : "--units byte"))
    }
    return advice
  }

  private static func times(_ ratio: Double) -> String {
    let tenths = Int((ratio * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) times"
  }
}
