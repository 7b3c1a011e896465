import GeulCompute
import GeulModel
import Testing

/// What a chunk's borders and its lanes may and may not change.
struct CarriedStateTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(cell: cell, layers: 2, steps: 7, lanes: 3, embedding: 6, hidden: 45, vocabulary: 11),
      Sample(cell: cell, layers: 1, steps: 4, lanes: 5, embedding: nil, hidden: 9, vocabulary: 13),
      Sample(cell: cell, layers: 3, steps: 3, lanes: 2, embedding: 1, hidden: 7, vocabulary: 5),
    ]
  }

  /// The loss and the state after it.
  private func read(_ sample: Sample, _ chunk: Chunk, _ start: RecurrentState) -> (
    loss: Double, state: RecurrentState
  ) {
    let learner = RecurrentLearner(
      sample.model, steps: sample.steps, lanes: chunk.lanes, kind: .fp32,
      pool: WorkerPool(count: 1))
    var state = start
    let loss = learner.loss(chunk, state: &state)
    return (loss, state)
  }

  @Test(arguments: samples)
  func splittingInTimeEqualsTheWhole(sample: Sample) {
    var chunk = sample.chunk
    chunk.startsStream[sample.lanes - 1] = true
    let whole = read(sample, chunk, sample.state)
    let learner = sample.learner(sample.model, kind: .fp32)
    for border in 1..<sample.steps {
      var state = sample.state
      let first = learner.loss(chunk.part(0..<border), state: &state)
      let second = learner.loss(chunk.part(border..<sample.steps), state: &state)
      let sum = first * Double(border) + second * Double(sample.steps - border)
      #expect(abs(sum / Double(sample.steps) - whole.loss) < 1e-12, "border \(border)")
      #expect(state == whole.state, "border \(border)")
    }
  }

  @Test(arguments: samples)
  func laneAloneIsAsAmongOthers(sample: Sample) {
    let chunk = sample.chunk
    let whole = read(sample, chunk, sample.state)
    var sum = 0.0
    for lane in 0..<sample.lanes {
      let alone = read(sample, chunk.lanes([lane]), sample.state.lane(lane))
      #expect(alone.state == whole.state.lane(lane))
      sum += alone.loss
    }
    #expect(abs(sum / Double(sample.lanes) - whole.loss) < 1e-12)
  }

  @Test(arguments: samples)
  func permutingLanesPermutesResults(sample: Sample) {
    let order = Array(1..<sample.lanes) + [0]
    var state = sample.permuted(sample.state, order)
    let learner = sample.learner(sample.model, kind: .fp32)
    let loss = learner.step(sample.chunk.lanes(order), state: &state)
    let permuted = learner.gradients.elements
    var original = sample.state
    #expect(abs(learner.step(sample.chunk, state: &original) - loss) < 1e-12)
    #expect(state == sample.permuted(original, order))
    expectClose(
      permuted, learner.gradients.elements.map(Double.init), relative: 1e-4, absolute: 1e-7,
      "gradients")
  }

  @Test(arguments: samples)
  func startOfAStreamForgetsThatLaneAlone(sample: Sample) {
    let continued = read(sample, sample.chunk, sample.state).state
    let fresh = read(
      sample, sample.chunk, RecurrentState(sample.configuration, lanes: sample.lanes)
    ).state
    for lane in 0..<sample.lanes {
      var chunk = sample.chunk
      chunk.startsStream[lane] = true
      let state = read(sample, chunk, sample.state).state
      for other in 0..<sample.lanes {
        #expect(state.lane(other) == (other == lane ? fresh : continued).lane(other))
      }
    }
  }

  @Test(arguments: Sample.cells)
  func startOfAStreamIsTheReferences(cell: ReferenceCell) {
    let sample = Sample(cell: cell)
    var chunk = sample.chunk
    chunk.startsStream[1] = true
    let expected = sample.reference(sample.model).forward(
      inputs: chunk.inputIds, targets: chunk.targetIds, lanes: chunk.lanes,
      state: sample.reference(sample.state), resets: chunk.startsStream)
    #expect(abs(read(sample, chunk, sample.state).loss - expected.loss) < 1e-5)
  }

  @Test(arguments: Sample.cells)
  func shorterChunkLeavesNothingOfALongerOne(cell: ReferenceCell) {
    let sample = Sample(cell: cell, hidden: 33, dropout: 0.2)
    let short = sample.chunk.part(1..<3)
    var (after, fresh) = (sample.state, sample.state)
    let (used, new) = (
      sample.learner(sample.model, kind: .fp32), sample.learner(sample.model, kind: .fp32)
    )
    var long = sample.state
    _ = used.step(sample.chunk, state: &long, randomKey: 3)
    let loss = used.step(short, state: &after, randomKey: 4)
    #expect(new.step(short, state: &fresh, randomKey: 4) == loss)
    #expect(after == fresh)
    #expect(used.gradients.elements == new.gradients.elements)
  }
}

extension Sample {
  /// A state's lanes in another order.
  fileprivate func permuted(_ state: RecurrentState, _ order: [Int]) -> RecurrentState {
    func permuted(_ values: [Float]) -> [Float] {
      values.indices.map { index in
        let (layer, rest) = index.quotientAndRemainder(dividingBy: lanes * hidden)
        let (place, unit) = rest.quotientAndRemainder(dividingBy: hidden)
        return values[(layer * lanes + order[place]) * hidden + unit]
      }
    }
    var result = state
    result.hidden = permuted(state.hidden)
    result.cell = permuted(state.cell)
    return result
  }
}
