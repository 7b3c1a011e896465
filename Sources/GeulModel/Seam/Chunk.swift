/// A piece of B streams of symbols: T steps of each lane, time-major.
public struct Chunk: Sendable, Equatable {
  /// T
  public private(set) var steps: Int
  /// B
  public let lanes: Int
  /// (T, B): the symbols read.
  public var inputs: [UInt32]
  /// (T, B): the symbol that follows each.
  public var targets: [UInt32]
  /// (T, B): how much each target counts; 0 leaves it out of the loss. 1 unless it was set.
  public var weights: [Float]
  /// (B): whether a stream starts here, so that nothing is carried into the lane.
  public var startsStream: [Bool]

  /// A chunk; `inputs` and `targets` are (T, B), and so are `weights`, all 1 where they are nil.
  public init(
    steps: Int, lanes: Int, inputs: [UInt32], targets: [UInt32], weights: [Float]? = nil,
    startsStream: [Bool]
  ) {
    let count = steps * lanes
    precondition(
      inputs.count == count && targets.count == count && weights?.count ?? count == count,
      "a chunk of \(steps) x \(lanes) was given \(inputs.count) inputs, \(targets.count) targets and "
        + "\(weights?.count ?? count) weights")
    precondition(startsStream.count == lanes, "\(startsStream.count) starts for \(lanes) lanes")
    self.steps = steps
    self.lanes = lanes
    self.inputs = inputs
    self.targets = targets
    self.weights = weights ?? [Float](repeating: 1, count: count)
    self.startsStream = startsStream
  }

  /// A chunk of T steps of B lanes to be filled, in which no stream starts.
  public init(steps: Int, lanes: Int) {
    let symbols = [UInt32](repeating: 0, count: steps * lanes)
    self.init(
      steps: steps, lanes: lanes, inputs: symbols, targets: symbols,
      startsStream: [Bool](repeating: false, count: lanes))
  }

  /// Makes it a chunk of `steps` steps to be filled. Within what it ever held this allocates nothing.
  public mutating func resize(steps: Int) {
    precondition(steps >= 1, "a chunk of \(steps) steps")
    self.steps = steps
    Self.resize(&inputs, to: steps * lanes, filling: 0)
    Self.resize(&targets, to: steps * lanes, filling: 0)
    Self.resize(&weights, to: steps * lanes, filling: 1)
  }

  private static func resize<Element>(
    _ elements: inout [Element], to count: Int, filling element: Element
  ) {
    if elements.count > count { elements.removeLast(elements.count - count) }
    while elements.count < count { elements.append(element) }
  }
}
