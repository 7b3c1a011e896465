/// What a recurrent model remembers of each lane's past: a value, passed in and out.
public struct RecurrentState: LaneState, Equatable {
  /// B.
  public let lanes: Int
  /// (L, B, H): the hidden state of each layer.
  public var hidden: [Float]
  /// (L, B, H): the LSTM's cells; empty for the others.
  public var cell: [Float]

  let layers: Int
  let units: Int

  /// The state before anything was read: zeros.
  public init(_ configuration: RecurrentConfiguration, lanes: Int) {
    precondition(lanes >= 1, "a state needs at least 1 lane, not \(lanes)")
    self.lanes = lanes
    layers = configuration.layers
    units = configuration.hidden
    let count = configuration.layers * lanes * configuration.hidden
    hidden = [Float](repeating: 0, count: count)
    cell = configuration.cell == .lstm ? hidden : []
  }

  /// Forgets what lane `lane` has read.
  public mutating func reset(lane: Int) {
    precondition(lane >= 0 && lane < lanes, "lane \(lane) of \(lanes)")
    for layer in 0..<layers {
      let from = (layer * lanes + lane) * units
      for index in from..<from + units {
        hidden[index] = 0
        if !cell.isEmpty { cell[index] = 0 }
      }
    }
  }

  /// Lane `lane` alone.
  public func lane(_ lane: Int) -> RecurrentState { gathering([lane]) }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  public func gathering(_ sources: [Int]) -> RecurrentState {
    var gathered = withLanes(sources.count)
    for (lane, source) in sources.enumerated() {
      precondition(source >= 0 && source < lanes, "lane \(source) of \(lanes)")
      for layer in 0..<layers {
        let (from, to) = ((layer * lanes + source) * units, (layer * sources.count + lane) * units)
        for unit in 0..<units {
          gathered.hidden[to + unit] = hidden[from + unit]
          if !cell.isEmpty { gathered.cell[to + unit] = cell[from + unit] }
        }
      }
    }
    return gathered
  }

  /// Makes lane `lane` what lane `source` of another state of the same model is.
  public mutating func replace(lane: Int, with other: RecurrentState, lane source: Int) {
    precondition(
      layers == other.layers && units == other.units && cell.isEmpty == other.cell.isEmpty,
      "states of \(layers) x \(units) and \(other.layers) x \(other.units) units")
    precondition(
      lane >= 0 && lane < lanes && source >= 0 && source < other.lanes,
      "lane \(lane) of \(lanes), lane \(source) of \(other.lanes)")
    for layer in 0..<layers {
      let (from, to) = ((layer * other.lanes + source) * units, (layer * lanes + lane) * units)
      for unit in 0..<units {
        hidden[to + unit] = other.hidden[from + unit]
        if !cell.isEmpty { cell[to + unit] = other.cell[from + unit] }
      }
    }
  }

  /// How far lane `lane` is from lane `source` of another state: of each layer's h, and c, the root mean square of the
  /// difference over the root mean square of both, and the largest of these; infinite where it is not a number.
  public func disagreement(lane: Int, with other: RecurrentState, lane source: Int) -> Double {
    var most = 0.0
    for layer in 0..<layers {
      let (a, b) = ((layer * lanes + lane) * units, (layer * other.lanes + source) * units)
      for apart in [
        Self.difference(hidden, a, other.hidden, b, units),
        cell.isEmpty ? 0 : Self.difference(cell, a, other.cell, b, units),
      ] {
        if apart.isNaN { return .infinity }
        most = max(most, apart)
      }
    }
    return most
  }

  private static func difference(_ x: [Float], _ a: Int, _ y: [Float], _ b: Int, _ count: Int)
    -> Double
  {
    var (apart, size) = (0.0, 0.0)
    for unit in 0..<count {
      let (p, q) = (Double(x[a + unit]), Double(y[b + unit]))
      apart += (p - q) * (p - q)
      size += (p * p + q * q) / 2
    }
    return apart == 0 ? 0 : (apart / size).squareRoot()
  }

  private func withLanes(_ count: Int) -> RecurrentState {
    RecurrentState(
      lanes: count, hidden: [Float](repeating: 0, count: layers * count * units),
      cell: cell.isEmpty ? [] : [Float](repeating: 0, count: layers * count * units),
      layers: layers,
      units: units)
  }

  private init(lanes: Int, hidden: [Float], cell: [Float], layers: Int, units: Int) {
    self.lanes = lanes
    self.hidden = hidden
    self.cell = cell
    self.layers = layers
    self.units = units
  }
}
