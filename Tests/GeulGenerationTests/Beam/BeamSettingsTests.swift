import GeulGeneration
import Testing

struct BeamSettingsTests {
  @Test(arguments: [(1, 0, 1), (1_024, 1, 1_024), (8, 10, 3), (5, 0.25, 5)])
  func whatMakesSenseHasNoFlaw(width: Int, penalty: Double, best: Int) {
    #expect(BeamSettings(width: width, lengthPenalty: penalty, best: best).flaw == nil)
  }

  @Test(
    arguments: [
      (0, 1, 1, "beam must be from 1 to 1024, not 0"),
      (1_025, 1, 1, "beam must be from 1 to 1024, not 1025"),
      (4, -0.5, 1, "length-penalty must be from 0 to 10, not -0.5"),
      (4, 11, 1, "length-penalty must be from 0 to 10, not 11.0"),
      (4, .nan, 1, "length-penalty must be from 0 to 10, not nan"),
      (4, 1, 0, "best must be from 1 to the beam's width, 4, not 0"),
      (4, 1, 5, "best must be from 1 to the beam's width, 4, not 5"),
    ] as [(Int, Double, Int, String)])
  func flawsAreNamed(width: Int, penalty: Double, best: Int, flaw: String) {
    #expect(BeamSettings(width: width, lengthPenalty: penalty, best: best).flaw == flaw)
  }
}
