import GeulCompute
import GeulModel
import GeulText
import GeulWork
import Glibc

extension Evaluator {
  /// Scores a text in windows of so many targets, each by a model begun anew that first sees the one symbol before it:
  /// as figures of models are taken that see no further (nanoGPT's `estimate_loss`).
  ///
  /// A first symbol with nothing before it costs ln V, as in one stream.
  func scoreWindows(
    of window: Int, _ tokens: TokenSequence, range: Range<Int>, model: some SequenceModel,
    kind: ProductKind, pool: WorkerPool, stop: StopRequest, progress: (Int) -> Void,
    each: (_ place: Int, _ nats: Double) -> Void
  ) throws -> Evaluation {
    var stretches = Stretches(symbols: range.count)
    var nats = 0.0
    func note(_ position: Int, _ cost: Double) {
      nats += cost
      stretches.add(cost, at: position - range.lowerBound)
      each(position - range.lowerBound, cost)
    }
    let first = max(1, range.lowerBound)
    if range.lowerBound == 0 { note(0, log(Double(model.vocabularySize))) }
    let count = (range.upperBound - first + window - 1) / window
    let lanes = max(1, min(count, self.lanes ?? Self.mostWindows))
    let predictor = model.makePredictor(
      lanes: lanes, steps: min(Self.steps, window), kind: kind, pool: pool)
    for some in stride(from: 0, to: count, by: lanes) {
      predictor.reset()
      var t = 0
      while t < min(window, range.upperBound - first - some * window) {
        try stop.check()
        let steps = min(predictor.mostPredictedSteps, window - t)
        try score(
          predictor, tokens, end: range.upperBound,
          starts: (0..<lanes).map { first + (some + $0) * window + t }, steps: steps, note)
        t += steps
      }
      progress(min(range.count, (some + lanes) * window))
    }
    return Evaluation(
      symbols: range.count, nats: nats, lanes: lanes, window: window, stretches: stretches)
  }

  /// Windows read side by side, where nobody says how many.
  private static var mostWindows: Int { 64 }

  /// Scores `steps` targets of each lane from its start on, as far as there are any.
  private func score(
    _ predictor: some SequencePredictor, _ tokens: TokenSequence, end: Int, starts: [Int],
    steps: Int, _ note: (_ position: Int, _ nats: Double) -> Void
  ) throws {
    let lanes = starts.count
    var (read, targets) = (
      [UInt32](repeating: 0, count: steps * lanes), [UInt32](repeating: 0, count: steps * lanes)
    )
    var counts = [Int](repeating: 0, count: lanes)
    for (lane, start) in starts.enumerated() where start < end {
      counts[lane] = min(steps, end - start)
      let ids = try tokens.ids(start - 1..<start + counts[lane])
      for t in 0..<counts[lane] {
        read[t * lanes + lane] = ids[t]
        targets[t * lanes + lane] = ids[t + 1]
      }
    }
    predictor.read(read, predicting: .all)
    predictor.withLogProbabilities { logs in
      let width = logs.count / targets.count
      for lane in 0..<lanes {
        for t in 0..<counts[lane] {
          let row = t * lanes + lane
          note(starts[lane] + t, cost(logs, row: row, width: width, Int(targets[row])))
        }
      }
    }
  }
}
