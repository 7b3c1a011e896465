import GeulCompute
import GeulModel
import Testing

/// A small random model, a chunk to read, a state to start from, and the same for `ReferenceModel`.
struct Sample: Sendable, CustomTestStringConvertible {
  var cell: ReferenceCell
  /// L
  var layers = 2
  /// T
  var steps = 5
  /// B
  var lanes = 3
  /// D; nil is one-hot.
  var embedding: Int? = 6
  /// H
  var hidden = 4
  /// V
  var vocabulary = 7
  var outputs = ProjectedOutputs.last
  var dropout: Float = 0
  var outputDropout: Float?
  var inputDropout: Float = 0
  var weightDropout: Float = 0
  var dropoutMasks = DropoutMasks.step
  var seed = 1

  var testDescription: String {
    "\(cell) L \(layers) T \(steps) B \(lanes) D \(embedding.map(String.init) ?? "one-hot")"
      + " H \(hidden) V \(vocabulary) dropout \(dropout) \(inputDropout) \(weightDropout) \(dropoutMasks) \(outputs)"
  }

  var configuration: RecurrentConfiguration {
    var configuration = RecurrentConfiguration(
      cell: cell.kind, activation: cell.activation, layers: layers, hidden: hidden,
      input: embedding.map(InputEncoding.embedding) ?? .oneHot, vocabulary: vocabulary,
      dropout: dropout)
    configuration.outputs = outputs
    (configuration.outputDropout, configuration.inputDropout) = (outputDropout, inputDropout)
    (configuration.weightDropout, configuration.dropoutMasks) = (weightDropout, dropoutMasks)
    return configuration
  }

  /// A model all of whose parameters, biases too, are drawn from within ±0.8, or less when H is large.
  var model: RecurrentModel {
    let layout = RecurrentSlots(configuration).layout
    var random = RandomStream(case: seed)
    let bound = min(0.8, 2 / Float(hidden).squareRoot())
    return RecurrentModel(
      configuration, parameters: FloatBuffer(random.signed(layout.count).map { $0 * bound }))
  }

  /// A chunk of symbols at random, in which no stream starts.
  var chunk: Chunk {
    var random = RandomStream(case: seed + 1)
    func symbols() -> [UInt32] {
      (0..<steps * lanes).map { _ in UInt32(random.integer(in: 0...vocabulary - 1)) }
    }
    return Chunk(
      steps: steps, lanes: lanes, inputs: symbols(), targets: symbols(),
      startsStream: [Bool](repeating: false, count: lanes))
  }

  /// A state at random.
  var state: RecurrentState {
    var random = RandomStream(case: seed + 2)
    var state = RecurrentState(configuration, lanes: lanes)
    state.hidden = random.signed(state.hidden.count)
    state.cell = random.signed(state.cell.count)
    return state
  }

  /// The reference with the model's parameters.
  func reference(_ model: RecurrentModel) -> ReferenceModel {
    ReferenceModel(
      cell: cell, vocabulary: vocabulary, embedding: embedding, hidden: hidden, layers: layers,
      parameters: model.parameters.elements.map(Double.init), sumsOutputs: outputs == .sum)
  }

  /// The state as the reference has it.
  func reference(_ state: RecurrentState) -> ReferenceModel.State {
    let count = state.lanes * hidden
    func byLayer(_ values: [Float]) -> [[Double]] {
      (0..<layers).map { layer in
        values.isEmpty
          ? [Double](repeating: 0, count: count)
          : values[layer * count..<(layer + 1) * count].map(Double.init)
      }
    }
    return ReferenceModel.State(h: byLayer(state.hidden), c: byLayer(state.cell))
  }

  /// A learner for this sample's chunks.
  func learner(
    _ model: RecurrentModel, kind: ProductKind, workers: Int = 1, keeping: PassMemory = .chunk
  ) -> RecurrentLearner {
    RecurrentLearner(
      model, steps: steps, lanes: lanes, kind: kind, pool: WorkerPool(count: workers),
      keeping: keeping)
  }

  /// The five recurrences.
  static let cells: [ReferenceCell] =
    [.lstm, .gru] + ReferenceCell.Activation.allCases.map { .rnn($0) }
}

extension ReferenceCell {
  /// What the modules under test call it.
  var kind: CellKind {
    switch self {
    case .lstm: .lstm
    case .gru: .gru
    case .rnn: .rnn
    }
  }

  /// What the modules under test call the nonlinearity.
  var activation: GeulModel.Activation {
    switch self {
    case .rnn(.relu): .relu
    case .rnn(.sigmoid): .sigmoid
    case .rnn(.tanh), .lstm, .gru: .tanh
    }
  }
}

extension RecurrentLearner {
  /// A step from `state`, which becomes what comes after, and the gradients of this chunk alone.
  func step(_ chunk: Chunk, state: inout RecurrentState, randomKey: UInt64? = nil) -> Double {
    clearGradients()
    self.state = state
    let loss = step(chunk, randomKey: randomKey)
    state = self.state
    return loss
  }

  /// The loss from `state`, which becomes what comes after.
  func loss(_ chunk: Chunk, state: inout RecurrentState, randomKey: UInt64? = nil) -> Double {
    self.state = state
    let loss = loss(chunk, randomKey: randomKey)
    state = self.state
    return loss
  }
}

/// The kinds of product that this processor trains with.
let availableKinds = ProductKind.allCases.filter {
  $0.canTrain && ($0 != .bf16 || Processor.hasBrainFloats)
}

extension Chunk {
  /// The ids as the reference takes them.
  var inputIds: [Int] { inputs.map(Int.init) }
  var targetIds: [Int] { targets.map(Int.init) }

  /// Steps `range` of every lane; only the first piece starts streams.
  func part(_ range: Range<Int>) -> Chunk {
    let rows = range.lowerBound * lanes..<range.upperBound * lanes
    return Chunk(
      steps: range.count, lanes: lanes, inputs: Array(inputs[rows]), targets: Array(targets[rows]),
      startsStream: startsStream.map { $0 && range.lowerBound == 0 })
  }

  /// The lanes `order`, in that order.
  func lanes(_ order: [Int]) -> Chunk {
    func pick(_ ids: [UInt32]) -> [UInt32] {
      (0..<steps).flatMap { t in order.map { ids[t * lanes + $0] } }
    }
    return Chunk(
      steps: steps, lanes: order.count, inputs: pick(inputs), targets: pick(targets),
      startsStream: order.map { startsStream[$0] })
  }
}

extension RandomStream {
  /// A stream of its own for each case of a table.
  init(case number: Int) { self.init(seed: UInt64(number), purpose: 0x7E57) }

  /// A number in -1 ..< 1.
  mutating func signed() -> Float { Float(uniform()) * 2 - 1 }

  /// `count` numbers in -1 ..< 1.
  mutating func signed(_ count: Int) -> [Float] { (0..<count).map { _ in signed() } }

  /// An integer of `range`.
  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }
}
