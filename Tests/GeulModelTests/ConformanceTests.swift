import GeulCompute
import GeulModel
import ModelConformance
import Testing

/// Every kind of model keeps the promises of the seams; a kind without samples here does not compile.
struct ConformanceTests {
  /// Configurations of a kind: sizes that all differ, one of them of more units than a panel.
  static func configurations(_ kind: ModelKind) -> [ModelConfiguration] {
    switch kind {
    case .recurrent:
      CellKind.allCases.flatMap { cell in
        [
          .recurrent(
            RecurrentConfiguration(
              cell: cell, layers: 2, hidden: 37, input: .embedding(6), vocabulary: 11,
              dropout: 0.25)),
          .recurrent(droppingEverywhere(cell)),
          .recurrent(
            RecurrentConfiguration(
              cell: cell, activation: .sigmoid, layers: 1, hidden: 5, input: .oneHot,
              vocabulary: 35)),
        ]
      }
    case .window:
      [
        .window(
          WindowConfiguration(
            window: 4, activation: .tanh, layers: 2, hidden: 37, input: .embedding(5),
            vocabulary: 3, dropout: 0.25)),
        // Too many symbols for a table of so few rows, and a window longer than a chunk.
        .window(
          WindowConfiguration(
            window: 9, activation: .sigmoid, layers: 1, hidden: 5, input: .embedding(7),
            vocabulary: 35)),
        .window(
          WindowConfiguration(
            window: 4, activation: .sigmoid, layers: 3, hidden: 33, input: .oneHot, vocabulary: 13,
            dropout: 0.2)),
      ]
    case .ngram:
      // What has counted something is checked where it is counted.
      Smoothing.allCases.map { .ngram(NGramConfiguration(order: 3, smoothing: $0, vocabulary: 11)) }
    }
  }

  private static func droppingEverywhere(_ cell: CellKind) -> RecurrentConfiguration {
    var configuration = RecurrentConfiguration(
      cell: cell, layers: 2, hidden: 33, input: .embedding(5), vocabulary: 9, dropout: 0.25)
    configuration.outputs = .sum
    (configuration.inputDropout, configuration.outputDropout) = (0.2, 0.4)
    (configuration.weightDropout, configuration.dropoutMasks) = (0.3, .chunk)
    return configuration
  }

  static let samples = ModelKind.allCases.flatMap(configurations)
  static let kinds = ProductKind.allCases.filter {
    $0 != .bf16 || Processor.hasBrainFloats
  }

  @Test(arguments: samples, kinds)
  func predictors(configuration: ModelConfiguration, kind: ProductKind) {
    let model = Model(configuration, seed: 3)
    for seed: UInt64 in 1...2 {
      let checks = PredictorConformance(
        model, name: configuration.name.rawValue, kind: kind, seed: seed)
      #expect(checks.violations() == [])
    }
  }

  @Test(arguments: samples)
  func learners(configuration: ModelConfiguration) throws {
    let learns = Model(configuration, seed: 3).makeLearner(
      steps: 1, lanes: 1, kind: .fp32, pool: WorkerPool(count: 1))
    guard learns != nil else { return }
    let checks = LearnerConformance(
      name: configuration.name.rawValue, vocabulary: configuration.vocabulary
    ) { steps, lanes, workers -> ModelLearner in
      let model = Model(configuration, seed: 3)
      guard
        let learner = model.makeLearner(
          steps: steps, lanes: lanes, kind: .fp32, pool: WorkerPool(count: workers))
      else { preconditionFailure("\(configuration.name) learnt a moment ago") }
      return learner
    }
    #expect(checks.violations() == [])
  }
}
