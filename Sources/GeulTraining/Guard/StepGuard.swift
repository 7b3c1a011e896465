import GeulStorage
import Glibc

/// Tells steps that would harm a model from those that teach it, by what the latest steps were like.
///
/// A loss beyond its bound, max(m + 12 s, 2 ln V + 640 / (B T)), or a gradient's norm beyond max(m + 20 s, 100 m,
/// 10 max(clip, 1)), with m and s the running median and robust deviation of the latest 64 steps, is a spike: no text,
/// however strange, costs a model that was sound so much on average. 640 / (B T) leaves a chunk of few symbols room for
/// surprise.
/// Where half of the latest losses are above ln V, what guessing costs, the model is lost.
/// In a run that goes well it does nothing but look on.
struct StepGuard: Equatable {
  private var losses = RunningMedian(capacity: window)
  private var norms = RunningMedian(capacity: window)
  /// The loss of the latest step that was taken; nil before, and after a run was taken up.
  private var lastLoss: Double?
  /// Nats a symbol of the latest evaluation; nil before.
  var latestEvaluation: Double?
  /// Whether it was told that guessing would do better, and still would.
  var hasToldOfGuessing = false
  /// Steps left out since the last one that was not.
  private(set) var skippedInARow = 0
  /// How often the model was taken back since it was last known to be sound.
  private(set) var restorationsInARow = 0
  /// Steps taken since the model was last taken back, or since the beginning.
  private(set) var takenSteps = 0

  /// Steps that are looked back on.
  static let window = 64
  /// Steps that it takes to judge a model.
  static let patience = 32
  /// Steps left out in a row after which the model is taken back.
  static let mostSkipped = 5
  /// How often it is taken back in a row before the run is given up.
  static let mostRestorations = 6

  /// What is being guarded.
  struct Limits {
    /// V
    let vocabulary: Int
    /// B · T
    let symbols: Int
    /// The norm at which gradients are clipped, 0 for none.
    let clip: Double

    /// What a model that knows nothing costs, in nats.
    var guessing: Double { log(Double(max(1, vocabulary))) }
    /// What one costs that is worse than that beyond doubt.
    var lost: Double { guessing + max(0.5, 0.1 * guessing) }
  }

  /// The most that a loss may be.
  func lossBound(_ limits: Limits) -> Double {
    let least = 2 * limits.guessing + 640 / Double(max(1, limits.symbols))
    guard let median = losses.median else { return least }
    return max(median + 12 * losses.deviation, least)
  }

  /// The most that a gradient's norm may be; none while there is nothing to compare it with.
  func normBound(_ limits: Limits) -> Double {
    guard norms.count >= Self.patience, let median = norms.median else { return .infinity }
    return max(median + 20 * norms.deviation, 100 * median, 10 * max(limits.clip, 1))
  }

  /// Whether the losses since the model was last taken back say that it is worse than guessing.
  func isLost(_ limits: Limits) -> Bool {
    guard takenSteps >= Self.patience, let median = losses.median else { return false }
    return median > limits.lost
  }

  /// Whether nothing speaks against the model as it is, so that it may be saved, or gone back to.
  func isSound(_ limits: Limits) -> Bool {
    skippedInARow == 0 && max(losses.median ?? 0, lastLoss ?? 0) <= limits.lost
  }

  /// Whether so many steps were left out that the model itself must be at fault.
  var hasSkippedTooMany: Bool { skippedInARow >= Self.mostSkipped }
  /// Whether taking it back once more is of no use.
  var isAtEnd: Bool { restorationsInARow >= Self.mostRestorations }
  /// The median of the latest losses.
  var medianLoss: Double? { losses.median }

  /// A step was taken.
  mutating func noteStep(loss: Double, norm: Double) {
    losses.add(loss)
    norms.add(norm)
    lastLoss = loss
    skippedInARow = 0
    takenSteps += 1
    if takenSteps >= 2 * Self.window { restorationsInARow = 0 }
  }

  /// A step was left out.
  mutating func noteSkip() { skippedInARow += 1 }

  /// The model was taken back.
  mutating func noteRestoration() {
    losses.clear()
    norms.clear()
    lastLoss = nil
    (skippedInARow, takenSteps) = (0, 0)
    restorationsInARow += 1
  }
}

extension StepGuard {
  /// What a run that goes on must know, for `training.json`.
  var json: JSONValue {
    [
      "losses": losses.json, "gradient_norms": norms.json,
      "skipped_in_a_row": .integer(Int64(skippedInARow)),
      "restorations_in_a_row": .integer(Int64(restorationsInARow)),
      "taken_steps": .integer(Int64(takenSteps)),
      "latest_evaluation": latestEvaluation.map { .number($0) } ?? .null,
      "told_of_guessing": .bool(hasToldOfGuessing),
    ]
  }

  /// Reads what `json` wrote; throws `StorageError`.
  init(_ reader: JSONReader) throws(StorageError) {
    losses = try RunningMedian(try reader.member(at: "losses"), capacity: Self.window)
    norms = try RunningMedian(try reader.member(at: "gradient_norms"), capacity: Self.window)
    skippedInARow = try reader.integer(at: "skipped_in_a_row", in: 0...1 << 53)
    restorationsInARow = try reader.integer(at: "restorations_in_a_row", in: 0...1 << 53)
    takenSteps = try reader.integer(at: "taken_steps", in: 0...1 << 53)
    latestEvaluation = try reader.optionalNumber(at: "latest_evaluation")
    hasToldOfGuessing = try reader.bool(at: "told_of_guessing")
  }
}
