/// What an n-gram model remembers of each lane: where the contexts that end here stand in its tables.
public struct NGramState: LaneState, Equatable {
  /// B
  public let lanes: Int
  /// N
  let order: Int
  /// (B, N): the nodes of the contexts of length 1 ... N.
  var nodes: [UInt32]
  /// (B): symbols read, N at most.
  var depths: [Int]

  /// A state of these nodes and depths.
  init(lanes: Int, order: Int, nodes: [UInt32], depths: [Int]) {
    (self.lanes, self.order, self.nodes, self.depths) = (lanes, order, nodes, depths)
  }

  /// Nothing read.
  init(order: Int, lanes: Int) {
    precondition(lanes >= 1, "a state needs at least 1 lane, not \(lanes)")
    self.lanes = lanes
    self.order = order
    nodes = [UInt32](repeating: NGramTables.none, count: lanes * order)
    depths = [Int](repeating: 0, count: lanes)
  }

  /// Forgets what a lane has read.
  mutating func reset(lane: Int) {
    replace(lane: lane, with: NGramState(order: order, lanes: 1), lane: 0)
  }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  public func gathering(_ sources: [Int]) -> NGramState {
    var gathered = NGramState(order: order, lanes: sources.count)
    for (lane, source) in sources.enumerated() {
      gathered.replace(lane: lane, with: self, lane: source)
    }
    return gathered
  }

  /// Makes a lane what a lane of another state of the same model is.
  public mutating func replace(lane: Int, with other: NGramState, lane source: Int) {
    precondition(order == other.order, "states of orders \(order) and \(other.order)")
    precondition(
      lane >= 0 && lane < lanes && source >= 0 && source < other.lanes,
      "lane \(lane) of \(lanes), lane \(source) of \(other.lanes)")
    for place in 0..<order {
      nodes[lane * order + place] = other.nodes[source * order + place]
    }
    depths[lane] = other.depths[source]
  }

  /// 0 where both lanes are in the same context, else infinite: there is nothing between.
  public func disagreement(lane: Int, with other: NGramState, lane source: Int) -> Double {
    let own = nodes[lane * order..<(lane + 1) * order]
    let others = other.nodes[source * order..<(source + 1) * order]
    return own == others && depths[lane] == other.depths[source] ? 0 : .infinity
  }
}
