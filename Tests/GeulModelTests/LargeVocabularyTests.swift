import GeulCompute
import GeulModel
import Testing

/// With a large vocabulary, rows are projected a slice at a time; that must not show.
struct LargeVocabularyTests {
  /// 209 rows of 40,000 make the 32 MB of a slice: T·B = 400 needs two, the last of them short.
  private let sample = Sample(
    cell: .gru, layers: 1, steps: 50, lanes: 8, embedding: 3, hidden: 5, vocabulary: 40_000)

  /// A mean over all lanes is the mean of the means over its halves, which need one slice each.
  @Test func slicesAddUp() {
    let (model, chunk) = (sample.model, sample.chunk)
    let learner = sample.learner(model, kind: .fp32, workers: 2)
    var state = RecurrentState(sample.configuration, lanes: sample.lanes)
    let loss = learner.step(chunk, state: &state)

    var half = sample
    half.lanes = 4
    let halfEngine = half.learner(model, kind: .fp32, workers: 2)
    var halfLosses = 0.0
    var gradients = [Double](repeating: 0, count: model.layout.count)
    for lanes in [[0, 1, 2, 3], [4, 5, 6, 7]] {
      var halfState = RecurrentState(sample.configuration, lanes: 4)
      halfLosses += halfEngine.step(chunk.lanes(lanes), state: &halfState) / 2
      for index in gradients.indices { gradients[index] += Double(halfEngine.gradients[index]) / 2 }
      for (place, lane) in lanes.enumerated() {
        #expect(halfState.lane(place) == state.lane(lane))
      }
    }
    #expect(abs(loss - halfLosses) < 1e-6)
    expectClose(learner.gradients.elements, gradients, relative: 1e-4, absolute: 1e-7, "gradients")
  }

  @Test func predictorSaysHowMuchItTakesAtOnce() {
    let predictor = sample.model.makePredictor(
      lanes: sample.lanes, steps: sample.steps, kind: .fp32, pool: WorkerPool(count: 2))
    #expect(predictor.mostPredictedSteps == 26)
    predictor.read(sample.chunk.inputs, predicting: .last)
    let last = predictor.withLogProbabilities(Array.init)
    predictor.reset()
    predictor.read(Array(sample.chunk.inputs.prefix(26 * 8)), predicting: .all)
    predictor.read(Array(sample.chunk.inputs.dropFirst(26 * 8)), predicting: .all)
    #expect(predictor.withLogProbabilities { Array($0.suffix(8 * 40_000)) } == last)
  }
}
