import Foundation

/// The recurrent cell of a `ReferenceModel`.
enum ReferenceCell: Sendable, Equatable {
  case lstm
  case gru
  case rnn(Activation)

  /// The function f in h' = f(W x + b + W h + b).
  enum Activation: Sendable, CaseIterable {
    case tanh
    case relu
    case sigmoid
  }

  /// The blocks of H rows in a weight: i, f, g, o of the LSTM; r, z, n of the GRU; one of the RNN.
  var gates: Int {
    switch self {
    case .lstm: 4
    case .gru: 3
    case .rnn: 1
    }
  }
}

/// A recurrent language model in `Double`, written straight from the equations with naive loops.
///
/// It knows nothing of the modules under test, so that they can be tested against it.
/// With ⊙ elementwise and σ the logistic function, one step of one lane is, as in PyTorch:
///
///     LSTM   i, f, o = σ(W_i* x + b_i* + W_h* h + b_h*)
///            g  = tanh(W_ig x + b_ig + W_hg h + b_hg)
///            c' = f ⊙ c + i ⊙ g
///            h' = o ⊙ tanh(c')
///     GRU    r, z = σ(W_i* x + b_i* + W_h* h + b_h*)
///            n  = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn))
///            h' = (1 − z) ⊙ n + z ⊙ h
///     RNN    h' = f(W_i x + b_i + W_h h + b_h)
struct ReferenceModel: Sendable {
  /// The cell of every layer.
  let cell: ReferenceCell

  /// V, the symbols of the vocabulary.
  let vocabulary: Int

  /// D, the width of the embedding; `nil` feeds the first layer one-hot vectors of width V.
  let embedding: Int?

  /// H, the units of a layer.
  let hidden: Int

  /// L, the recurrent layers.
  let layers: Int

  /// The weights, row-major, one tensor after the other: `embedding.weight` (V, D) unless one-hot;
  /// for each layer k `rnn.weight_ih_lk` (G·H, D, V or H), `rnn.weight_hh_lk` (G·H, H),
  /// `rnn.bias_ih_lk` (G·H), `rnn.bias_hh_lk` (G·H); `projection.weight` (V, H) and
  /// `projection.bias` (V).
  var parameters: [Double]

  /// Whether the projection reads the sum of all layers' outputs, after dropout.
  var sumsOutputs = false

  /// What the weights are multiplied by before they are used, one factor each; empty is 1.
  var weightFactors: [Double] = []

  /// What the layers remember from one chunk to the next.
  struct State: Sendable, Equatable {
    /// The hidden state of every layer (B, H).
    var h: [[Double]]

    /// The cell state of every layer (B, H); zero and untouched in a GRU or an RNN.
    var c: [[Double]]
  }

  /// What a chunk yields.
  struct Output: Sendable {
    /// The logits (T, B, V).
    var logits: [Double]

    /// The mean cross-entropy over all T·B targets, in nats.
    var loss: Double

    /// The state after the last step, before any dropout.
    var state: State
  }

  /// The number of parameters of this shape.
  static func parameterCount(
    cell: ReferenceCell, vocabulary: Int, embedding: Int?, hidden: Int, layers: Int
  ) -> Int {
    var count = vocabulary * (embedding ?? 0)
    for layer in 0..<layers {
      let input = layer == 0 ? embedding ?? vocabulary : hidden
      count += cell.gates * hidden * (input + hidden + 2)
    }
    return count + vocabulary * hidden + vocabulary
  }

  /// The state of B lanes at the beginning of their streams.
  func zeroState(lanes: Int) -> State {
    let zeros = [[Double]](repeating: [Double](repeating: 0, count: lanes * hidden), count: layers)
    return State(h: zeros, c: zeros)
  }

  /// The logits, the loss and the final state of one chunk.
  ///
  /// - Parameters:
  ///   - inputs: the ids (T, B).
  ///   - targets: the ids to predict (T, B).
  ///   - lanes: B; T follows from it.
  ///   - state: the state before the first step; `nil` is zero.
  ///   - resets: the lanes (B) that start from a zero state whatever `state` holds; empty is none.
  ///   - masks: for each layer the dropout factors (T, B, H) on its output, on the way to the next
  ///     layer or to the projection, never on the way to its own next step; empty is no dropout.
  ///   - inputMask: factors (T, B, D) on the embedded inputs; empty is no dropout.
  func forward(
    inputs: [Int], targets: [Int], lanes: Int, state: State? = nil, resets: [Bool] = [],
    masks: [[Double]] = [], inputMask: [Double] = []
  ) -> Output {
    let rows = inputs.count
    precondition(rows % lanes == 0, "\(rows) inputs in \(lanes) lanes")
    precondition(targets.count == rows, "\(targets.count) targets for \(rows) inputs")
    precondition(masks.isEmpty || masks.count == layers, "\(masks.count) masks, \(layers) layers")
    for mask in masks {
      precondition(
        mask.count == rows * hidden, "\(mask.count) factors for \(rows) × \(hidden) outputs")
    }

    let weights = Weights(self)
    var state = initialState(state, lanes: lanes, resets: resets)
    var logits: [Double] = []
    var loss = 0.0
    for row in 0..<rows {
      let lane = row % lanes
      let units = lane * hidden..<(lane + 1) * hidden
      var x = weights.embedding[inputs[row]]
      if !inputMask.isEmpty {
        for j in x.indices { x[j] *= inputMask[row * x.count + j] }
      }
      var sum = [Double](repeating: 0, count: hidden)
      for layer in 0..<layers {
        let (h, c) = step(
          weights.layers[layer], x, Array(state.h[layer][units]), Array(state.c[layer][units]))
        state.h[layer].replaceSubrange(units, with: h)
        state.c[layer].replaceSubrange(units, with: c)
        x = h
        if !masks.isEmpty {
          for j in 0..<hidden { x[j] *= masks[layer][row * hidden + j] }
        }
        for j in 0..<hidden { sum[j] += x[j] }
      }
      let scores = affine(weights.projection, weights.projectionBias, sumsOutputs ? sum : x)
      loss += crossEntropy(scores, targets[row])
      logits += scores
    }
    return Output(logits: logits, loss: loss / Double(rows), state: state)
  }

  /// The given state, or zero, with zeros in the lanes that `resets` flags.
  private func initialState(_ given: State?, lanes: Int, resets: [Bool]) -> State {
    let zero = zeroState(lanes: lanes)
    var state = given ?? zero
    let sizes = (state.h + state.c).map(\.count)
    precondition(
      sizes == (zero.h + zero.c).map(\.count),
      "a state of \(sizes) values for \(layers) layers, \(lanes) lanes and \(hidden) units")
    precondition(
      resets.isEmpty || resets.count == lanes, "\(resets.count) resets for \(lanes) lanes")
    for (lane, reset) in resets.enumerated() where reset {
      for layer in 0..<layers {
        for unit in lane * hidden..<(lane + 1) * hidden {
          state.h[layer][unit] = 0
          state.c[layer][unit] = 0
        }
      }
    }
    return state
  }

  /// One step of one lane of one layer: the next h and c from x, h and c.
  private func step(
    _ layer: Weights.Layer, _ x: [Double], _ h: [Double], _ c: [Double]
  ) -> (h: [Double], c: [Double]) {
    let fromX = affine(layer.inputWeight, layer.inputBias, x)
    let fromH = affine(layer.hiddenWeight, layer.hiddenBias, h)
    func gate(_ block: Int, _ j: Int) -> Double {
      fromX[block * hidden + j] + fromH[block * hidden + j]
    }
    var nextH = h
    var nextC = c
    for j in 0..<hidden {
      switch cell {
      case .lstm:
        let i = sigmoid(gate(0, j))
        let f = sigmoid(gate(1, j))
        let g = tanh(gate(2, j))
        let o = sigmoid(gate(3, j))
        nextC[j] = f * c[j] + i * g
        nextH[j] = o * tanh(nextC[j])
      case .gru:
        let r = sigmoid(gate(0, j))
        let z = sigmoid(gate(1, j))
        let n = tanh(fromX[2 * hidden + j] + r * fromH[2 * hidden + j])
        nextH[j] = (1 - z) * n + z * h[j]
      case .rnn(.tanh): nextH[j] = tanh(gate(0, j))
      case .rnn(.relu): nextH[j] = max(0, gate(0, j))
      case .rnn(.sigmoid): nextH[j] = sigmoid(gate(0, j))
      }
    }
    return (nextH, nextC)
  }
}

/// The flat parameters of a `ReferenceModel`, cut into matrices of rows.
private struct Weights {
  struct Layer {
    let inputWeight: [[Double]]
    let hiddenWeight: [[Double]]
    let inputBias: [Double]
    let hiddenBias: [Double]
  }

  /// The input vector of every symbol: (V, D), or the identity (V, V).
  let embedding: [[Double]]
  let layers: [Layer]
  let projection: [[Double]]
  let projectionBias: [Double]

  init(_ model: ReferenceModel) {
    let vocabulary = model.vocabulary
    let hidden = model.hidden
    let rows = model.cell.gates * hidden
    let count = ReferenceModel.parameterCount(
      cell: model.cell, vocabulary: vocabulary, embedding: model.embedding, hidden: hidden,
      layers: model.layers)
    precondition(
      model.parameters.count == count, "\(model.parameters.count) parameters where \(count) belong")

    let factors = model.weightFactors
    precondition(
      factors.isEmpty || factors.count == count, "\(factors.count) factors for \(count) parameters")
    let parameters =
      factors.isEmpty ? model.parameters : zip(model.parameters, factors).map { $0 * $1 }
    var rest = parameters[...]
    func vector(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    func matrix(_ rows: Int, _ columns: Int) -> [[Double]] {
      (0..<rows).map { _ in vector(columns) }
    }

    if let width = model.embedding {
      embedding = matrix(vocabulary, width)
    } else {
      embedding = (0..<vocabulary).map { id in (0..<vocabulary).map { $0 == id ? 1 : 0 } }
    }
    layers = (0..<model.layers).map { layer in
      Layer(
        inputWeight: matrix(rows, layer == 0 ? model.embedding ?? vocabulary : hidden),
        hiddenWeight: matrix(rows, hidden), inputBias: vector(rows), hiddenBias: vector(rows))
    }
    projection = matrix(vocabulary, hidden)
    projectionBias = vector(vocabulary)
  }
}

/// The vector W x + b.
private func affine(_ weight: [[Double]], _ bias: [Double], _ x: [Double]) -> [Double] {
  zip(weight, bias).map { row, b in
    precondition(row.count == x.count, "\(row.count) columns for \(x.count) inputs")
    var sum = b
    for k in 0..<x.count { sum += row[k] * x[k] }
    return sum
  }
}

/// The logistic function σ.
private func sigmoid(_ x: Double) -> Double {
  1 / (1 + exp(-x))
}

/// −log softmax(scores)[target], in nats.
private func crossEntropy(_ scores: [Double], _ target: Int) -> Double {
  let largest = scores.max() ?? 0
  var sum = 0.0
  for score in scores { sum += exp(score - largest) }
  return largest + log(sum) - scores[target]
}
