import GeulCompute
import GeulModel
import GeulWork

extension Model {
  /// Reads symbols in one stream from nothing, and calls `body` with what was expected of each but the first (ln p of all
  /// V), and what came.
  ///
  /// Throws `WorkStopped`.
  package func readOneByOne(
    _ ids: [UInt32], kind: ProductKind, pool: WorkerPool, stop: StopRequest,
    _ body: (_ logs: UnsafeBufferPointer<Float>, _ target: Int) -> Void
  ) throws {
    let predictor = makePredictor(lanes: 1, steps: 200, kind: kind, pool: pool)
    var place = 0
    while place < ids.count - 1 {
      try stop.check()
      let steps = min(predictor.mostPredictedSteps, ids.count - 1 - place)
      predictor.read(Array(ids[place..<place + steps]), predicting: .all)
      predictor.withLogProbabilities { logs in
        let width = logs.count / steps
        for step in 0..<steps {
          body(
            UnsafeBufferPointer(rebasing: logs[step * width..<(step + 1) * width]),
            Int(ids[place + step + 1]))
        }
      }
      place += steps
    }
  }
}
