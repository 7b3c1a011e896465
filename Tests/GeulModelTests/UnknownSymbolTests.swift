import GeulCompute
import GeulModel
import Testing

/// A symbol that the vocabulary does not have must stop the program before it is looked up.
struct UnknownSymbolTests {
  @Test func inputOfAStep() async {
    await #expect(processExitsWith: .failure) {
      let sample = Sample(cell: .lstm)
      var (chunk, state) = (sample.chunk, sample.state)
      chunk.inputs[3] = UInt32(sample.vocabulary)
      _ = sample.learner(sample.model, kind: .fp32).step(chunk, state: &state)
    }
  }

  @Test func targetOfAStep() async {
    await #expect(processExitsWith: .failure) {
      let sample = Sample(cell: .lstm)
      var (chunk, state) = (sample.chunk, sample.state)
      chunk.targets[3] = UInt32(sample.vocabulary)
      _ = sample.learner(sample.model, kind: .fp32).step(chunk, state: &state)
    }
  }

  @Test func symbolOfAPrediction() async {
    await #expect(processExitsWith: .failure) {
      let sample = Sample(cell: .gru, embedding: nil)
      let predictor = sample.model.makePredictor(
        lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
      predictor.read([UInt32(sample.vocabulary)], predicting: .none)
    }
  }
}
