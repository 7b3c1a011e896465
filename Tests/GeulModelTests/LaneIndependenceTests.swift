import GeulCompute
import GeulModel
import Testing

/// A stream has the same bits alone as among any number of others, for any number of workers, and however its steps
/// are dealt to calls.
struct LaneIndependenceTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(cell: cell, layers: 2, steps: 6, embedding: 7, hidden: 45, vocabulary: 19),
      Sample(cell: cell, layers: 3, steps: 5, embedding: nil, hidden: 96, vocabulary: 67),
      Sample(cell: cell, layers: 1, steps: 7, embedding: 40, hidden: 130, vocabulary: 5),
    ]
  }
  /// A vocabulary too large for a table of input products.
  static let large = Sample(
    cell: .lstm, layers: 1, steps: 2, embedding: 3, hidden: 99, vocabulary: 21_500)
  static let kinds = ProductKind.allCases.filter {
    $0 != .reference && ($0 != .bf16 || Processor.hasBrainFloats)
  }

  /// Streams of symbols, each of its own seed.
  private func streams(_ count: Int, _ sample: Sample) -> [[UInt32]] {
    (0..<count).map { number in
      var random = RandomStream(case: 900 + number)
      return (0..<sample.steps).map { _ in
        UInt32(random.integer(in: 0...sample.vocabulary - 1))
      }
    }
  }

  /// The state after the streams and ln p after each of their symbols, by stream.
  private func read(
    _ streams: [[UInt32]], _ predictor: RecurrentPredictor, stepsAtOnce: Int
  ) -> (states: [RecurrentState], logs: [[UInt32]]) {
    let (lanes, steps) = (streams.count, streams[0].count)
    predictor.reset()
    var logs = [[UInt32]](repeating: [], count: lanes)
    for from in stride(from: 0, to: steps, by: stepsAtOnce) {
      let range = from..<min(steps, from + stepsAtOnce)
      predictor.read(range.flatMap { t in streams.map { $0[t] } }, predicting: .all)
      predictor.withLogProbabilities { found in
        let width = found.count / (range.count * lanes)
        for row in 0..<range.count * lanes {
          logs[row % lanes] += found[row * width..<(row + 1) * width].map(\.bitPattern)
        }
      }
    }
    let state = predictor.state
    return ((0..<lanes).map { state.lane($0) }, logs)
  }

  private func compare(_ sample: Sample, _ kind: ProductKind, lanes counts: [Int]) {
    let all = streams(counts.max() ?? 1, sample)
    let base = sample.model.makePredictor(
      lanes: 1, steps: 1, kind: kind, pool: WorkerPool(count: 1))
    let alone = all.map { read([$0], base, stepsAtOnce: 1) }
    for workers in [1, 3] {
      let base = sample.model.makePredictor(
        lanes: 1, steps: 1, kind: kind, pool: WorkerPool(count: workers))
      for lanes in counts {
        let predictor = base.sibling(lanes: lanes, steps: sample.steps)
        for stepsAtOnce in [1, sample.steps] {
          let found = read(Array(all[..<lanes]), predictor, stepsAtOnce: stepsAtOnce)
          let differing = (0..<lanes).filter {
            found.states[$0] != alone[$0].states[0] || found.logs[$0] != alone[$0].logs[0]
          }
          #expect(
            differing.isEmpty, "\(lanes) lanes, \(workers) workers, \(stepsAtOnce) steps at once")
        }
      }
    }
  }

  @Test(arguments: samples, kinds)
  func streamIsTheSameAmongOthers(sample: Sample, kind: ProductKind) {
    compare(sample, kind, lanes: [2, 17, 70])
  }

  @Test(arguments: kinds)
  func alsoWithoutATable(kind: ProductKind) {
    compare(Self.large, kind, lanes: [1, 17])
  }
}
