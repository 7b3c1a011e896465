import Testing

@testable import GeulText

/// Vocabularies that other programs wrote.
struct ForeignVocabularyTests {
  private func tokenizer(_ json: String) throws -> Tokenizer {
    try Tokenizer(charactersOf: Array(json.utf8), file: "other.json")
  }

  @Test func charactersAreTakenInTheOrderOfTheirIds() throws {
    let taken = try tokenizer(
      """
      {"normalizer": null, "added_tokens": [{"content": "zz"}], "model": {"type": "WordLevel",
       "vocab": {"<unk>": 0, "나": 2, "가": 1, "[PAD]": 5, "zz": 6, " ": 3, "<": 4, "<0x0A>": 7}}}
      """)
    #expect(
      taken
        == Tokenizer(
          form: .nfc,
          vocabulary: Vocabulary(
            unit: .scalar,
            symbols: [.scalar(0xAC00), .scalar(0xB098), .scalar(0x20), .scalar(0x3C)])))
  }

  @Test func symbolsAndIdsAlone() throws {
    #expect(try tokenizer("{\"a\": 1, \"나\": 0}").vocabulary.id(of: 0xB098) == 256)
  }

  @Test func theNormalFormIsTheFiles() throws {
    let json =
      "{\"normalizer\": {\"type\": \"NFKD\"}, \"model\": {\"vocab\": {\"a\": 0, \"\u{E9}\": 1}}}"
    let taken = try tokenizer(json)
    #expect(taken.form == .nfkd)
    // What that form never yields is left out.
    #expect(taken.vocabulary.symbols == [.scalar(0x61)])
  }

  @Test func clustersMakeItOneOfGraphemes() throws {
    let taken = try tokenizer("{\"a\": 0, \"🇰🇷\": 1}")
    #expect(
      taken.unit == .grapheme && taken.vocabulary.symbols.last == .cluster([0x1F1F0, 0x1F1F7]))
  }

  @Test(arguments: [
    ("{\"model\": {\"vocab\": {\"a\": 0, \"the\": 1}}}", "\"the\""),
    ("{\"name\": \"x\"}", "no vocabulary"), ("{}", "no vocabulary"), ("[1]", "no vocabulary"),
    ("{\"<unk>\": 0}", "no characters"),
    ("{\"model\": {\"vocab\": {\"Ġ\": 0}}, \"decoder\": {\"type\": \"ByteLevel\"}}", "bytes"),
  ])
  func othersAreRefused(_ json: String, _ reason: String) {
    let error = #expect(throws: TextError.self) { try tokenizer(json) }
    #expect(error?.kind == .badData)
    let message = error.map { "\($0)" } ?? ""
    #expect(message.hasPrefix("other.json: not made by Geul:") && message.contains(reason))
  }
}
