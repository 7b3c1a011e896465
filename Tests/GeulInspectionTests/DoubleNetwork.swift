import Foundation
import GeulModel

/// A recurrent network of one layer by its equations, in Double: what inspection is compared with.
struct DoubleNetwork {
  let cell: CellKind
  let activation: Activation
  let width: Int
  private var tensors: [String: [Double]] = [:]
  private let inputs: Int
  let vocabulary: Int

  init(_ model: RecurrentModel) {
    let configuration = model.configuration
    (cell, activation) = (configuration.cell, configuration.activation)
    (width, vocabulary) = (configuration.hidden, configuration.vocabulary)
    inputs = configuration.inputSize(ofLayer: 0)
    for slot in model.layout.slots {
      tensors[slot.name] = slot.range.map { Double(model.parameters[$0]) }
    }
  }

  private func product(_ name: String, row: Int, _ x: [Double]) -> Double {
    let matrix = tensors[name, default: []]
    return x.indices.reduce(0.0) { $0 + matrix[row * x.count + $1] * x[$1] }
  }

  private func squash(_ z: Double) -> Double {
    switch activation {
    case .tanh: tanh(z)
    case .relu: max(0, z)
    case .sigmoid: 1 / (1 + exp(-z))
    }
  }

  /// The state after a symbol: h, and c behind it of an LSTM; and its gates.
  func step(_ state: [Double], _ symbol: UInt32) -> (state: [Double], gates: [[Double]]) {
    let embedding = tensors["embedding.weight", default: []]
    let x = Array(embedding[Int(symbol) * inputs..<(Int(symbol) + 1) * inputs])
    let h = Array(state.prefix(width))
    func sums(_ gate: Int, _ part: String, _ v: [Double]) -> [Double] {
      (0..<width).map { unit in
        let row = gate * width + unit
        return product("rnn.weight_\(part)_l0", row: row, v)
          + tensors["rnn.bias_\(part)_l0", default: []][row]
      }
    }
    func gate(_ index: Int, _ f: (Double) -> Double) -> [Double] {
      zip(sums(index, "ih", x), sums(index, "hh", h)).map { f($0 + $1) }
    }
    let sigmoid = { (z: Double) in 1 / (1 + exp(-z)) }
    switch cell {
    case .rnn:
      let next = gate(0, squash)
      return (next, [])
    case .lstm:
      let (i, f, g, o) = (gate(0, sigmoid), gate(1, sigmoid), gate(2, tanh), gate(3, sigmoid))
      let c = (0..<width).map { f[$0] * state[width + $0] + i[$0] * g[$0] }
      return ((0..<width).map { o[$0] * tanh(c[$0]) } + c, [i, f, g, o])
    case .gru:
      let (r, z) = (gate(0, sigmoid), gate(1, sigmoid))
      let (fromX, fromH) = (sums(2, "ih", x), sums(2, "hh", h))
      let n = (0..<width).map { tanh(fromX[$0] + r[$0] * fromH[$0]) }
      return ((0..<width).map { (1 - z[$0]) * n[$0] + z[$0] * h[$0] }, [r, z, n])
    }
  }

  /// The state of nothing.
  var start: [Double] { [Double](repeating: 0, count: cell == .lstm ? 2 * width : width) }

  func state(after symbols: ArraySlice<UInt32>, from state: [Double]) -> [Double] {
    symbols.reduce(state) { step($0, $1).state }
  }

  /// -ln p of a symbol after a state.
  func loss(_ state: [Double], _ target: UInt32) -> Double {
    let h = Array(state.prefix(width))
    let logits = (0..<vocabulary).map {
      product("projection.weight", row: $0, h) + tensors["projection.bias", default: []][$0]
    }
    return log(logits.reduce(0) { $0 + exp($1) }) - logits[Int(target)]
  }

  /// The norm of the gradient, by central differences, of `f` in some numbers of a vector.
  static func norm(_ numbers: Range<Int>, of x: [Double], _ f: ([Double]) -> Double) -> Double {
    let step = 1e-5
    return numbers.reduce(0.0) { sum, place in
      var (up, down) = (x, x)
      up[place] += step
      down[place] -= step
      let slope = (f(up) - f(down)) / (2 * step)
      return sum + slope * slope
    }.squareRoot()
  }
}
