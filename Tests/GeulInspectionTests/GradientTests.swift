import Foundation
import GeulCompute
import GeulModel
import GeulText
import Testing

@testable import GeulInspection

/// Gradients through time, beside central differences, powers of a matrix and dense singular values.
@Suite struct GradientTests {
  static let cells: [(CellKind, Activation)] = [
    (.lstm, .tanh), (.gru, .tanh), (.rnn, .tanh), (.rnn, .relu), (.rnn, .sigmoid),
  ]
  private static let (vocabulary, lags, warmUp) = (7, 24, 10)

  private func model(_ cell: CellKind, _ activation: Activation, hidden: Int = 6) -> RecurrentModel
  {
    let model = RecurrentModel(
      RecurrentConfiguration(
        cell: cell, activation: activation, layers: 1, hidden: hidden, input: .embedding(5),
        vocabulary: Self.vocabulary), seed: 3)
    // Weights as large as those of a trained model, so that something is left of a gradient after twenty steps.
    for slot in model.layout.slots where slot.name.hasPrefix("rnn.weight_hh") {
      for place in slot.range { model.parameters.pointer[place] *= 2 }
    }
    return model
  }

  private func text(_ count: Int) -> [UInt32] {
    var random = RandomStream(seed: 8, purpose: 99)
    return (0..<count).map { _ in UInt32(random.next() % UInt64(Self.vocabulary)) }
  }

  private func flow(_ model: RecurrentModel, _ ids: [UInt32], lags: Int) throws -> GradientFlow {
    try GradientFlow(
      model, TokenSequence(ids, symbolCount: Self.vocabulary), range: 0..<ids.count, lags: lags,
      places: 1, pool: WorkerPool(count: 2))
  }

  @Test(arguments: cells)
  func normsAreThoseOfCentralDifferences(cell: CellKind, activation: Activation) throws {
    let model = model(cell, activation)
    let ids = text(Self.warmUp + Self.lags + 2)
    let flow = try flow(model, ids, lags: Self.lags)
    let network = DoubleNetwork(model)
    let end = Self.warmUp + Self.lags
    for lag in [0, 1, 2, 5, 20] {
      let state = network.state(after: ids[0...end - lag], from: network.start)
      for curve in flow.curves {
        // c at lag 0 acts by h of the same step, which a state holds fixed.
        if curve.quantity == .cell, lag == 0 { continue }
        if curve.quantity == .hidden || cell == .lstm {
          let first = curve.quantity == .hidden ? 0 : network.width
          var expected = DoubleNetwork.norm(first..<first + network.width, of: state) {
            network.loss(
              network.state(after: ids[end - lag + 1..<end + 1], from: $0), ids[end + 1])
          }
          if curve.quantity == .cell {
            expected = cellNorm(network, ids, end: end, lag: lag)
          }
          let found = curve.mean[lag]
          #expect(
            abs(found - expected) <= 1e-3 * expected + 1e-9,
            "\(curve.quantity), lag \(lag): \(found), expected \(expected)")
        }
      }
    }
  }

  /// A change of c changes h of its own step, too: by o (1 - tanh² c).
  private func cellNorm(_ network: DoubleNetwork, _ ids: [UInt32], end: Int, lag: Int) -> Double {
    let before = network.state(after: ids[0..<end - lag], from: network.start)
    let (state, gates) = network.step(before, ids[end - lag])
    let width = network.width
    return DoubleNetwork.norm(width..<2 * width, of: state) { changed in
      var changed = changed
      for unit in 0..<width { changed[unit] = gates[3][unit] * tanh(changed[width + unit]) }
      return network.loss(
        network.state(after: ids[end - lag + 1..<end + 1], from: changed), ids[end + 1])
    }
  }

  /// Where all units of ReLU are on, the network is linear, and k steps are Wᵏ.
  @Test func aLinearNetworkHasPowersOfItsMatrix() throws {
    let model = model(.rnn, .relu)
    for slot in model.layout.slots where slot.name == "rnn.bias_ih_l0" {
      for place in slot.range { model.parameters.pointer[place] = 100 }
    }
    let width = model.configuration.hidden
    let slot = try #require(model.layout.slots.first { $0.name == "rnn.weight_hh_l0" })
    for place in slot.range { model.parameters.pointer[place] *= 0.2 }
    let matrix = slot.range.map { Double(model.parameters[$0]) }
    let ids = text(Self.warmUp + Self.lags + 2)
    let flow = try flow(model, ids, lags: Self.lags)
    let network = DoubleNetwork(model)
    let state = network.state(after: ids.dropLast(), from: network.start)
    #expect(state.allSatisfy { $0 > 0 })
    var gradient = (0..<width).map { unit in
      let step = 1e-5
      var (up, down) = (state, state)
      up[unit] += step
      down[unit] -= step
      return (network.loss(up, ids[ids.count - 1]) - network.loss(down, ids[ids.count - 1]))
        / (2 * step)
    }
    for lag in 0...20 {
      let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(flow.curves[0].mean[lag] - norm) < 1e-3 * norm, "lag \(lag)")
      gradient = (0..<width).map { column in
        (0..<width).reduce(0) { $0 + matrix[$1 * width + column] * gradient[$1] }
      }
    }
    #expect(flow.curves[0].factor(from: 0, to: 20) != nil)
  }

  @Test(arguments: cells)
  func jacobiansAreThoseOfTheEquations(cell: CellKind, activation: Activation) throws {
    let model = model(cell, activation)
    let network = DoubleNetwork(model)
    let ids = text(14)
    let learner = RecurrentLearner(
      model, steps: 12, lanes: 1, kind: .fp32, pool: WorkerPool(count: 1), keeping: .inspection)
    let chunk = Chunk(
      steps: 12, lanes: 1, inputs: Array(ids[0..<12]), targets: Array(ids[1..<13]),
      startsStream: [true])
    _ = learner.step(chunk, randomKey: nil)
    let seen = try #require(learner.inspection(ofLayer: 0))
    let steps = try (0..<12).map {
      try #require(StateJacobian(model, layer: 0, seen, step: $0, lane: 0, lanes: 1))
    }
    let state = network.state(after: ids[0..<5], from: network.start)
    var random = RandomStream(seed: 2, purpose: 99)
    let v = state.map { _ in random.uniform() - 0.5 }
    let u = state.map { _ in random.uniform() - 0.5 }
    let step = 1e-5
    let up = network.step(zip(state, v).map { $0 + step * $1 }, ids[5]).state
    let down = network.step(zip(state, v).map { $0 - step * $1 }, ids[5]).state
    let found = steps[5].times(v)
    for (place, pair) in zip(up, down).enumerated() {
      #expect(abs(found[place] - (pair.0 - pair.1) / (2 * step)) < 1e-4, "\(place)")
    }
    let back = steps[5].transposedTimes(u)
    let (one, other) = (
      zip(u, found).reduce(0) { $0 + $1.0 * $1.1 }, zip(back, v).reduce(0) { $0 + $1.0 * $1.1 }
    )
    #expect(abs(one - other) < 1e-9)
    for count in [1, 2, 5] {
      let some = Array(steps.suffix(count))
      let dense = (0..<state.count).map { column in
        var e = [Double](repeating: 0, count: state.count)
        e[column] = 1
        return some.reduce(e) { $1.times($0) }
      }
      let expected = Self.largestSingularValue(columns: dense)
      #expect(abs(SingularValue.largest(some) - expected) < 1e-9 * expected, "\(count) steps")
    }
  }

  /// By one-sided Jacobi rotations of the columns (Hestenes 1958), until all are at right angles.
  static func largestSingularValue(columns: [[Double]]) -> Double {
    var columns = columns
    for _ in 0..<60 {
      for p in columns.indices {
        for q in columns.indices where q > p {
          let (a, b) = (columns[p], columns[q])
          let (aa, bb, ab) = (
            a.reduce(0) { $0 + $1 * $1 }, b.reduce(0) { $0 + $1 * $1 },
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
          )
          guard abs(ab) > 1e-14 * (aa * bb).squareRoot(), ab != 0 else { continue }
          let zeta = (bb - aa) / (2 * ab)
          let t = (zeta >= 0 ? 1.0 : -1.0) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          columns[p] = zip(a, b).map { c * $0 - c * t * $1 }
          columns[q] = zip(a, b).map { c * t * $0 + c * $1 }
        }
      }
    }
    return columns.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }.max() ?? 0
  }

  @Test func sharesLostAreOfTheWholeCurve() {
    let curve = GradientFlow.Curve(
      layer: 0, quantity: .hidden, mean: [4, 2, 1, 1], low: [], median: [], high: [])
    #expect(curve.shareBeyond(0) == 1 && curve.shareBeyond(2) == 0.25)
    // Places of a chunk of two see lags 0, and 0 and 1.
    #expect(curve.shareLost(chunkOf: 2) == (0.5 + 0.25) / 2)
    #expect(curve.factor(from: 0, to: 1) == 0.5)
  }

  @Test func spectraAreOfEveryLayer() throws {
    let configuration = RecurrentConfiguration(
      cell: .gru, layers: 2, hidden: 9, input: .oneHot, vocabulary: Self.vocabulary)
    let model = RecurrentModel(configuration, seed: 1)
    let ids = text(60)
    let spectrum = try StepSpectrum(
      model, TokenSequence(ids, symbolCount: Self.vocabulary), range: 0..<60, lags: [1, 3, 400],
      places: 3, pool: WorkerPool(count: 2))
    #expect(spectrum.lags == [1, 3])
    // 29 symbols to warm up, and all that is left but the last, which is predicted alone.
    #expect(spectrum.starts == [0, 0, 0] && spectrum.warmUp == 29 && spectrum.steps == 30)
    #expect(spectrum.layers.map(\.values.count) == [2, 2])
    #expect(spectrum.layers.allSatisfy { $0.values.allSatisfy { $0.count == 3 } })
  }
}
