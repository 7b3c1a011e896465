/// A piece of B streams of symbols: T steps of each lane, time-major.
public struct Chunk: Sendable {
  /// T
  public let steps: Int
  /// B
  public let lanes: Int
  /// (T, B): the symbols read.
  public var inputs: [UInt32]
  /// (T, B): the symbol that follows each.
  public var targets: [UInt32]
  /// (B): whether a stream starts here, so that the lane's state is zero.
  public var startsStream: [Bool]

  /// A chunk; `inputs` and `targets` are (T, B).
  public init(steps: Int, lanes: Int, inputs: [UInt32], targets: [UInt32], startsStream: [Bool]) {
    precondition(
      inputs.count == steps * lanes && targets.count == steps * lanes,
      "a chunk of \(steps) x \(lanes) was given \(inputs.count) inputs and \(targets.count) targets"
    )
    precondition(startsStream.count == lanes, "\(startsStream.count) starts for \(lanes) lanes")
    self.steps = steps
    self.lanes = lanes
    self.inputs = inputs
    self.targets = targets
    self.startsStream = startsStream
  }
}
