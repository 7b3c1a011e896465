import GeulCompute
import GeulModel
import Testing

/// A small random window model, a chunk to read, symbols read before, and the same for `WindowReference`.
struct WindowSample: Sendable, CustomTestStringConvertible {
  /// n
  var window = 3
  var activation = Activation.tanh
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
  var dropout: Float = 0
  /// Whether the first layer's products are looked up; of one-hot input they always are.
  var usesTable = false
  var seed = 1

  var testDescription: String {
    "n \(window) \(activation) L \(layers) T \(steps) B \(lanes) "
      + "D \(embedding.map(String.init) ?? "one-hot")\(usesTable ? " in a table" : "") "
      + "H \(hidden) V \(vocabulary) dropout \(dropout)"
  }

  var configuration: WindowConfiguration {
    WindowConfiguration(
      window: window, activation: activation, layers: layers, hidden: hidden,
      input: embedding.map(InputEncoding.embedding) ?? .oneHot, vocabulary: vocabulary,
      dropout: dropout)
  }

  /// A model all of whose parameters, biases too, are drawn from within ±0.8, or less when layers are wide.
  var model: WindowModel {
    let layout = WindowSlots(configuration).layout
    var random = RandomStream(case: seed)
    let bound = min(0.8, 2 / Float(max(hidden, window * (embedding ?? 1))).squareRoot())
    return WindowModel(
      configuration, parameters: FloatBuffer(random.signed(layout.count).map { $0 * bound }))
  }

  /// Symbols at random, T steps of B lanes.
  func symbols(_ number: Int) -> [UInt32] {
    var random = RandomStream(case: seed + number)
    return (0..<steps * lanes).map { _ in UInt32(random.integer(in: 0...vocabulary - 1)) }
  }

  /// A chunk of symbols at random, in which no stream starts.
  var chunk: Chunk {
    Chunk(
      steps: steps, lanes: lanes, inputs: symbols(1), targets: symbols(2),
      startsStream: [Bool](repeating: false, count: lanes))
  }

  /// What was read before.
  var chunkBefore: Chunk {
    var chunk = chunk
    chunk.inputs = symbols(3)
    return chunk
  }

  /// The factors of each layer's dropout under `key`.
  func masks(key: UInt64) -> [[Double]] {
    layerMasks(
      rows: steps * lanes, layers: layers, hidden: hidden, probability: dropout, key: key)
  }

  /// The reference with the model's parameters.
  func reference(_ model: WindowModel) -> WindowReference {
    WindowReference(sample: self, parameters: model.parameters.elements.map(Double.init))
  }

  /// A learner for this sample's chunks that has read `chunkBefore`.
  func learner(
    _ model: WindowModel, kind: ProductKind, workers: Int = 1, keeping: PassMemory = .chunk
  ) -> WindowLearner {
    let learner = WindowLearner(
      model, steps: steps, lanes: lanes, kind: kind, usesTable: usesTable || embedding == nil,
      pool: WorkerPool(count: workers), keeping: keeping)
    _ = learner.loss(chunkBefore)
    return learner
  }
}
