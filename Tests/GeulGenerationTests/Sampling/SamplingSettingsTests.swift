import GeulGeneration
import Testing

struct SamplingSettingsTests {
  @Test func settingsSayWhatIsWrong() {
    #expect(SamplingSettings().flaw == nil)
    for temperature in [0, Double.leastNonzeroMagnitude, 1, 100] {
      #expect(SamplingSettings(temperature: temperature, topK: 1).flaw == nil)
    }
    for temperature in [-0.1, 100.1, -.infinity, .infinity, .nan] {
      let flaw = SamplingSettings(temperature: temperature).flaw
      #expect(flaw == "temperature must be from 0 to 100, not \(temperature)")
    }
    #expect(SamplingSettings(topK: .max).flaw == nil)
    for k in [0, -1, Int.min] {
      #expect(SamplingSettings(topK: k).flaw == "top-k must be at least 1, not \(k)")
    }
  }

  @Test(arguments: [-0.1, 0, 1.1, .infinity, .nan])
  func sharesAreAboveZeroAndAtMostOne(value: Double) {
    let expected = "must be above 0 and at most 1, not \(value)"
    #expect(SamplingSettings(topP: value).flaw == "top-p " + expected)
    #expect(SamplingSettings(typical: value).flaw == "typical " + expected)
    let minP = SamplingSettings(minP: value).flaw
    #expect(minP == (value == 0 ? nil : "min-p must be from 0 to 1, not \(value)"))
  }

  @Test func edgesOfTheRangesAreAllowed() {
    let least = Double.leastNonzeroMagnitude
    for settings in [
      SamplingSettings(topP: 1, minP: 1, typical: 1, repetitionPenalty: 100),
      SamplingSettings(topP: least, minP: 0, typical: least, repetitionPenalty: least),
      SamplingSettings(repetitionPenalty: 2, repetitionWindow: 0),
      SamplingSettings(repetitionPenalty: 2, repetitionWindow: SamplingSettings.longestWindow),
    ] {
      #expect(settings.flaw == nil)
    }
  }

  @Test func penaltiesAndWindowsOutOfRangeAreNamed() {
    for penalty in [0, -1, 100.5, .nan] {
      #expect(
        SamplingSettings(repetitionPenalty: penalty).flaw
          == "repetition-penalty must be above 0 and at most 100, not \(penalty)")
    }
    for window in [-1, 1_025] {
      #expect(
        SamplingSettings(repetitionWindow: window).flaw
          == "repetition-window must be from 0 to 1024, not \(window)")
    }
  }

  @Test func stepsNameWhatIsOnInOrder() {
    let all = SamplingSettings(
      temperature: 0.8, topK: 40, topP: 0.9, minP: 0.05, typical: 0.95, repetitionPenalty: 1.1)
    #expect(
      all.steps == [
        "repetition penalty 1.1 over the last 64 symbols", "temperature 0.8", "top-k 40",
        "top-p 0.9", "min-p 0.05", "typical 0.95", "draw",
      ])
    #expect(SamplingSettings().steps == ["temperature 0.8", "draw"])
    #expect(SamplingSettings(temperature: 2).steps == ["temperature 2", "draw"])
    var greedy = all
    (greedy.temperature, greedy.repetitionPenalty, greedy.repetitionWindow) = (0, 2, 1)
    #expect(
      greedy.steps == ["repetition penalty 2 over the last symbol", "take the most probable"])
    let off = SamplingSettings(
      temperature: 1, topP: 1, minP: 0, typical: 1, repetitionPenalty: 3, repetitionWindow: 0)
    #expect(off.steps == ["draw"])
  }
}
