import GeulModel
import Testing

struct ModelConfigurationTests {
  @Test func soundSizesHaveNoFlaw() {
    #expect(RecurrentConfiguration(vocabulary: 1).flaw == nil)
    #expect(
      RecurrentConfiguration(
        cell: .rnn, layers: 64, hidden: 1, input: .oneHot, vocabulary: 9, dropout: 0.99
      ).flaw == nil)
  }

  @Test(arguments: [
    (RecurrentConfiguration(layers: 0, vocabulary: 9), "layers must be 1 to 64, not 0"),
    (RecurrentConfiguration(layers: 65, vocabulary: 9), "layers must be 1 to 64, not 65"),
    (RecurrentConfiguration(hidden: 0, vocabulary: 9), "hidden must be 1 to 65536, not 0"),
    (
      RecurrentConfiguration(input: .embedding(0), vocabulary: 9),
      "embedding must be 1 to 65536, not 0"
    ),
    (RecurrentConfiguration(vocabulary: 0), "vocabulary must be 1 to 16777216, not 0"),
    (
      RecurrentConfiguration(vocabulary: 9, dropout: 1),
      "dropout must be at least 0 and below 1, not 1.0"
    ),
    (
      RecurrentConfiguration(vocabulary: 9, dropout: .nan),
      "dropout must be at least 0 and below 1, not nan"
    ),
  ])
  func flawNamesTheValue(configuration: RecurrentConfiguration, flaw: String) {
    #expect(configuration.flaw == flaw)
  }

  @Test func flawsOfWhatIsDroppedNameTheFlag() {
    var configuration = RecurrentConfiguration(input: .oneHot, vocabulary: 9)
    configuration.inputDropout = 0.1
    #expect(configuration.flaw == "input-dropout needs an embedding, and the input is onehot")
    configuration.inputDropout = 0
    configuration.weightDropout = 1
    #expect(configuration.flaw == "weight-dropout must be at least 0 and below 1, not 1.0")
    configuration.weightDropout = 0
    configuration.outputDropout = -0.5
    #expect(configuration.flaw == "output-dropout must be at least 0 and below 1, not -0.5")
  }

  @Test func inputSizes() {
    let embedded = RecurrentConfiguration(hidden: 8, input: .embedding(3), vocabulary: 9)
    #expect([0, 1].map(embedded.inputSize(ofLayer:)) == [3, 8])
    let oneHot = RecurrentConfiguration(hidden: 8, input: .oneHot, vocabulary: 9)
    #expect([0, 1].map(oneHot.inputSize(ofLayer:)) == [9, 8])
  }
}
