import GeulKit
import Testing

/// Settings by name, and in JSON.
@Suite struct DecodingSettingsTests {
  private static let changed = SmallModel.short {
    ($0.temperature, $0.topK, $0.topP, $0.minP, $0.typical) = (0.25, 7, 0.5, 0.125, 0.75)
    ($0.repetitionPenalty, $0.repetitionWindow) = (1.5, 9)
    ($0.beam, $0.lengthPenalty, $0.length) = (3, 0.5, 11)
    ($0.stops, $0.untilLine) = (["끝", "a\n\"b"], true)
    ($0.only, $0.forbid, $0.seed) = ("가-힣 ", "나", 1 << 62)
  }

  @Test(arguments: [DecodingSettings(), changed])
  func readFromJSONTheyAreTheSame(settings: DecodingSettings) throws {
    let bytes = settings.json.serialized()
    #expect(try DecodingSettings(JSONReader(bytes, file: "settings.json")) == settings)
  }

  @Test func jsonThatMakesNoSenseIsRefused() throws {
    var settings = DecodingSettings()
    settings.topP = 2
    let bytes = settings.json.serialized()
    let error = #expect(throws: StorageError.self) {
      try DecodingSettings(JSONReader(bytes, file: "settings.json"))
    }
    #expect(error?.kind == .badData)
    #expect(error?.description.contains("top-p") == true)
  }

  private static let typed: [(setting: DecodingSetting, words: [String], shown: String)] = [
    (.temperature, ["0.5"], "0.5"), (.temperature, ["auto"], "auto (0.8)"),
    (.temperature, ["off"], "auto (0.8)"), (.topK, ["3"], "3"), (.topK, ["off"], "off"),
    (.topP, ["0.9"], "0.9"), (.minP, ["0.1"], "0.1"), (.typical, ["0.5"], "0.5"),
    (.repetitionPenalty, ["1.2"], "1.2"), (.repetitionPenalty, ["off"], "off"),
    (.repetitionWindow, ["0"], "0"), (.beam, ["4"], "4"), (.beam, ["off"], "off"),
    (.lengthPenalty, ["0"], "0.0"), (.length, ["1"], "1"), (.stop, ["a", "b c"], #""a" "b c""#),
    (.stop, [#"\n"#], #""\n""#), (.stop, ["off"], "off"), (.untilLine, ["yes"], "on"),
    (.untilLine, ["off"], "off"), (.only, ["a-z", "."], "a-z ."), (.only, ["off"], "off"),
    (.forbid, ["b"], "b"), (.seed, ["0"], "0"),
  ]

  @Test(arguments: typed.indices)
  func whatIsTypedIsShown(index: Int) throws {
    let (setting, words, shown) = Self.typed[index]
    var settings = DecodingSettings()
    try settings.set(setting, to: words)
    #expect(settings.shown(setting) == shown)
    for other in DecodingSetting.allCases where other != setting {
      // The default temperature is another with a beam.
      if setting == .beam && other == .temperature { continue }
      #expect(settings.shown(other) == DecodingSettings().shown(other), "\(other)")
    }
  }

  @Test(arguments: [
    (DecodingSetting.temperature, "warm"), (.temperature, "-1"), (.topK, "0"), (.topK, "1.5"),
    (.topP, "0"), (.repetitionWindow, "off"), (.lengthPenalty, "off"), (.length, "0"),
    (.stop, #"\q"#), (.untilLine, "maybe"), (.only, "z-a"), (.seed, "-1"),
    (.seed, "9223372036854775808"), (.beam, ""),
  ])
  func whatMakesNoSenseChangesNothing(setting: DecodingSetting, word: String) {
    var settings = Self.changed
    let error = #expect(throws: RequestError.self) { try settings.set(setting, to: [word]) }
    #expect(settings == Self.changed)
    #expect(error?.kind == .wrongUsage)
    #expect(error?.description.hasPrefix(setting.rawValue) == true, "\(error?.description ?? "")")
  }

  @Test func eachTextNeedsASeed() {
    var settings = DecodingSettings()
    #expect(settings.flaw(count: 1_000_000) == nil)
    #expect(settings.flaw(count: 0)?.hasPrefix("count") == true)
    settings.seed = UInt64(Int64.max) - 1
    #expect(settings.flaw(count: 2) == nil)
    #expect(settings.flaw(count: 3)?.hasPrefix("seed") == true)
  }

  @Test func theChainIsToldInItsOrder() {
    #expect(
      Self.changed.chain
        == "what may not come is left out → repetition penalty 1.5 over the last 9 symbols → temperature 0.25 → "
        + "top-k 7 → top-p 0.5 → min-p 0.125 → typical 0.75 → a beam of 3: different texts, drawn "
        + "(stochastic beam search)")
    #expect(
      SmallModel.short { $0.temperature = 0 }.chain
        == "what may not come is left out → take the most probable")
  }
}
