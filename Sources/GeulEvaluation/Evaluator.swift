import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork
import Glibc

/// Scores every symbol of a text exactly once.
///
/// With one lane a text is read from front to back, and the figure is the model's exact loss; of a
/// range within a longer text, it is the exact loss after `warmUp` symbols of what stands in front. With
/// more lanes, the text is cut into as many contiguous parts; before its part a lane reads the `warmUp`
/// symbols that stand in front of it, or all there are, unscored, so that its state is nearly what it would have been.
/// Where a model sees no further back than so many symbols, a lane reads at least these: any number of lanes is exact
/// then.
///
/// Where nobody says how many lanes, the figure is that of one lane to three digits: a text of less than twice
/// ``leastPart`` symbols is read in one, and a longer one in no more than leave each a part so long.
/// A first symbol with nothing before it costs ln V, the price of a guess among V.
public struct Evaluator: Sendable {
  /// Parts read side by side; nil for as many as leave the figure what it is in one.
  public let lanes: Int?
  /// Symbols read before a part.
  public let warmUp: Int
  /// Targets after each of which the model begins anew, the first predicted from the one symbol before it; nil for one
  /// stream.
  public let window: Int?
  /// T: distributions are taken to the power of 1 / T and normalized.
  public var temperature = 1.0
  /// Most lanes, where nobody says how many.
  public static let mostLanes = 32
  /// Symbols that each lane then scores at least: ten warm-ups, of which that before the part so costs a tenth.
  ///
  /// What the state of an LSTM has forgotten was measured on one of 256 units that predicts Shakespeare at 1.46 nats a
  /// symbol: begun from nothing, it costs 0.5 nats too much at each of the first ten symbols, 0.02 from the 25th, 0.001
  /// from the 50th, 0.0001 from the 100th, and less than can be told from the 200th. Lanes of 128 symbols, each after a
  /// warm-up of 200, were wrong by 0.004 % at worst; those of 2,048 are by a sixteenth of that.
  public static let leastPart = 2048
  /// Most steps of one call of the model.
  static let steps = 200

  /// An evaluator; `lanes` 1 is exact, nil is so to three digits.
  public init(lanes: Int? = nil, warmUp: Int = 200, window: Int? = nil) {
    precondition(
      lanes ?? 1 >= 1 && warmUp >= 0, "\(lanes ?? 1) lanes with a warm-up of \(warmUp)")
    precondition(window ?? 1 >= 1, "windows of \(window ?? 1) symbols")
    self.lanes = lanes
    self.warmUp = warmUp
    self.window = window
  }

  /// How many lanes a text of so many symbols is read in, by a model that sees `context` of them, if its sight has an
  /// end.
  func laneCount(for symbols: Int, context: Int?) -> Int {
    let longEnough = min(symbols / Self.leastPart, symbols / 10 / max(1, warmUp))
    let chosen = lanes ?? min(Self.mostLanes, longEnough)
    return max(1, min(chosen, symbols / max(2, (context ?? 0) + 1)))
  }

  /// Scores `range` of `tokens`; what stands before `range` is read for warm-up.
  ///
  /// `progress` is told the number of symbols scored, and `each` what each symbol costs in nats, by its place in the range
  /// and in any order. Throws `WorkStopped`, or `StorageError` if the text can no longer be read.
  public func score(
    _ tokens: TokenSequence, range: Range<Int>, model: some SequenceModel, kind: ProductKind,
    pool: WorkerPool, stop: StopRequest = StopRequest(), progress: (Int) -> Void = { _ in },
    each: (_ place: Int, _ nats: Double) -> Void = { _, _ in }
  ) throws -> Evaluation {
    precondition(!range.isEmpty, "there is nothing to score in an empty range")
    if let window {
      return try scoreWindows(
        of: window, tokens, range: range, model: model, kind: kind, pool: pool, stop: stop,
        progress: progress, each: each)
    }
    let context = model.contextLength ?? 0
    let plan = LanePlan(
      tokens: tokens, range: range,
      lanes: laneCount(for: range.count, context: model.contextLength),
      warmUp: max(warmUp, context))
    let predictor = model.makePredictor(
      lanes: plan.lanes, steps: min(Self.steps, plan.width + plan.warmUp), kind: kind, pool: pool)
    var nats = 0.0
    var stretches = Stretches(symbols: range.count)
    func note(_ place: Int, _ cost: Double) {
      nats += cost
      stretches.add(cost, at: place)
      each(place, cost)
    }
    if plan.firstHasNoPast { note(0, log(Double(model.vocabularySize))) }
    var position = -plan.warmUp
    while position < plan.width {
      for lane in plan.lanes(beginningAt: position) { predictor.reset(lane: lane) }
      // A call does not cross position 0, where scoring starts, nor where a lane begins to read the text.
      let border = plan.border(after: position)
      try stop.check()
      let most = position < 0 ? predictor.steps : predictor.mostPredictedSteps
      let count = min(most, border - position)
      let read = try plan.symbols(before: position..<position + count)
      predictor.read(read, predicting: position < 0 ? .none : .all)
      if position >= 0 {
        let targets = try plan.symbols(at: position..<position + count)
        score(predictor, targets, plan, position, note)
      }
      position += count
      if position > 0 { progress(min(range.count, position * plan.lanes)) }
    }
    return Evaluation(
      symbols: range.count, nats: nats, lanes: plan.lanes, warmUp: plan.warmUp,
      stretches: stretches)
  }

  private func score(
    _ predictor: some SequencePredictor, _ targets: [UInt32], _ plan: LanePlan, _ position: Int,
    _ note: (_ place: Int, _ nats: Double) -> Void
  ) {
    predictor.withLogProbabilities { logs in
      let width = logs.count / targets.count
      for (row, target) in targets.enumerated() {
        let (t, lane) = (row / plan.lanes, row % plan.lanes)
        if let place = plan.place(lane: lane, position: position + t) {
          note(place, cost(logs, row: row, width: width, Int(target)))
        }
      }
    }
  }

  /// What a target costs by a row of ln p.
  func cost(
    _ logs: UnsafeBufferPointer<Float>, row: Int, width: Int, _ target: Int
  ) -> Double {
    if temperature == 1 { return -Double(logs[row * width + target]) }
    return Temperature.loss(
      UnsafeBufferPointer(rebasing: logs[row * width..<(row + 1) * width]), target,
      1 / temperature)
  }
}
