import Foundation
import GeulModel

/// The derivative of a layer's state after a step with respect to that before it, the input as it was: products with vectors
/// alone, since the matrix itself would take (2H)² numbers.
///
/// The state is h, or (h, c) of an LSTM, of which c goes on by f ⊙ and both by the gates:
///
///     dc = f dc₋ + (g i(1-i) U_i + c₋ f(1-f) U_f + i (1-g²) U_g) dh₋
///     dh = o (1 - tanh² c) dc + tanh c · o(1-o) U_o dh₋
struct StateJacobian {
  /// H
  let width: Int
  /// Numbers of the state.
  var count: Int { hasCell ? 2 * width : width }

  private let hasCell: Bool
  /// (G·H, H): U
  private let recurrent: [Float]
  /// For each gate and unit: what a change of U h₋ changes dh by (a cell's: dc), before the way through c.
  private let gains: [[Double]]
  /// GRU: the gain of h₋ itself, z; the LSTM's of c₋, f.
  private let carried: [Double]
  /// LSTM: o (1 - tanh² c)
  private let shown: [Double]
  /// GRU: r, by which the candidate's U h₋ is multiplied, and what a change of r changes.
  private let kind: CellKind

  /// The derivative at step t of lane b of what a layer computed; `hidden` to `gates` as in `LayerInspection`.
  init?(
    _ model: RecurrentModel, layer: Int, _ seen: LayerInspection, step t: Int, lane b: Int,
    lanes: Int
  ) {
    let (cell, H) = (model.configuration.cell, model.configuration.hidden)
    guard
      let slot = model.layout.slots.first(where: { $0.name == "rnn.weight_hh_l\(layer)" })
    else { return nil }
    width = H
    kind = cell
    hasCell = cell == .lstm
    recurrent = slot.range.map { model.parameters[$0] }
    func row(_ values: [Float], _ step: Int) -> [Double] {
      let first = (step * lanes + b) * H
      return values[first..<first + H].map(Double.init)
    }
    switch cell {
    case .lstm:
      let (i, f, g, o) = (
        row(seen.gates[0], t), row(seen.gates[1], t), row(seen.gates[2], t), row(seen.gates[3], t)
      )
      let (before, after) = (row(seen.cell, t), row(seen.cell, t + 1))
      gains = [
        (0..<H).map { g[$0] * i[$0] * (1 - i[$0]) },
        (0..<H).map { before[$0] * f[$0] * (1 - f[$0]) },
        (0..<H).map { i[$0] * (1 - g[$0] * g[$0]) },
        (0..<H).map { tanh(after[$0]) * o[$0] * (1 - o[$0]) },
      ]
      carried = f
      shown = (0..<H).map { o[$0] * (1 - tanh(after[$0]) * tanh(after[$0])) }
    case .gru:
      let (r, z, n) = (row(seen.gates[0], t), row(seen.gates[1], t), row(seen.gates[2], t))
      let before = row(seen.hidden, t)
      let slope = (0..<H).map { (1 - z[$0]) * (1 - n[$0] * n[$0]) }
      guard
        let bias = model.layout.slots.first(where: { $0.name == "rnn.bias_hh_l\(layer)" })
      else { return nil }
      // What r multiplies: U_n h₋ + b_n.
      let recurrent = self.recurrent
      let candidate = (0..<H).map { unit in
        Double(model.parameters[bias.offset + 2 * H + unit])
          + (0..<H).reduce(0.0) { $0 + Double(recurrent[(2 * H + unit) * H + $1]) * before[$1] }
      }
      gains = [
        (0..<H).map { slope[$0] * candidate[$0] * r[$0] * (1 - r[$0]) },
        (0..<H).map { (before[$0] - n[$0]) * z[$0] * (1 - z[$0]) },
        (0..<H).map { slope[$0] * r[$0] },
      ]
      carried = z
      shown = []
    case .rnn:
      let h = row(seen.hidden, t + 1)
      gains = [
        h.map {
          switch model.configuration.activation {
          case .tanh: 1 - $0 * $0
          case .relu: $0 > 0 ? 1 : 0
          case .sigmoid: $0 * (1 - $0)
          }
        }
      ]
      carried = []
      shown = []
    }
  }

  /// J v
  func times(_ v: [Double]) -> [Double] {
    let h = Array(v.prefix(width))
    let sums = gains.indices.map { gate in
      (0..<width).map { gains[gate][$0] * product(row: gate * width + $0, h) }
    }
    switch kind {
    case .rnn: return sums[0]
    case .gru:
      return (0..<width).map { unit in
        let gates: Double = sums[0][unit] + sums[1][unit] + sums[2][unit]
        return gates + carried[unit] * h[unit]
      }
    case .lstm:
      let dc = (0..<width).map { unit in
        let gates: Double = sums[0][unit] + sums[1][unit] + sums[2][unit]
        return gates + carried[unit] * v[width + unit]
      }
      return (0..<width).map { (unit: Int) -> Double in shown[unit] * dc[unit] + sums[3][unit] }
        + dc
    }
  }

  /// Jᵀ u
  func transposedTimes(_ u: [Double]) -> [Double] {
    let h = Array(u.prefix(width))
    switch kind {
    case .rnn: return back([h])
    case .gru:
      let result = back([h, h, h])
      return (0..<width).map { result[$0] + carried[$0] * h[$0] }
    case .lstm:
      let dc = (0..<width).map { u[width + $0] + shown[$0] * h[$0] }
      return back([dc, dc, dc, h]) + (0..<width).map { carried[$0] * dc[$0] }
    }
  }

  private func product(row: Int, _ h: [Double]) -> Double {
    recurrent.withUnsafeBufferPointer { recurrent in
      var sum = 0.0
      for column in 0..<width { sum += Double(recurrent[row * width + column]) * h[column] }
      return sum
    }
  }

  /// Σ over gates of Uᵀ (gain ⊙ d)
  private func back(_ d: [[Double]]) -> [Double] {
    var result = [Double](repeating: 0, count: width)
    recurrent.withUnsafeBufferPointer { recurrent in
      for gate in gains.indices {
        for unit in 0..<width {
          let factor = gains[gate][unit] * d[gate][unit]
          if factor == 0 { continue }
          let first = (gate * width + unit) * width
          for column in 0..<width { result[column] += Double(recurrent[first + column]) * factor }
        }
      }
    }
    return result
  }
}
