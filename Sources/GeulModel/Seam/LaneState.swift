/// What a reader remembers of B streams: a value.
public protocol LaneState: Sendable {
  /// B
  var lanes: Int { get }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  func gathering(_ sources: [Int]) -> Self

  /// Makes a lane what a lane of another state of the same model is.
  mutating func replace(lane: Int, with other: Self, lane source: Int)

  /// How far a lane is from a lane of another state of the same model: 0 where they are equal, and comparable with
  /// `SequencePredictor.stateTolerance`.
  func disagreement(lane: Int, with other: Self, lane source: Int) -> Double
}
