import GeulCompute

/// Chunks to losses and gradients of a recurrent model, the hidden states carried from chunk to chunk.
///
/// The states stay in the memory in which they are computed, before the first step and after the last.
public final class RecurrentLearner: Learner {
  /// Σ d mean loss / d parameter of the chunks since they were cleared, in the model's layout.
  public let gradients: FloatBuffer
  /// The model that learns.
  public let model: RecurrentModel

  let network: RecurrentNetwork
  let memory: NetworkMemory
  private let weights: NetworkWeights
  private let pool: WorkerPool

  /// After how many steps of the last chunk the state stands in the memory.
  private var residentSteps = 0
  /// The chunk at hand, as the workers see it.
  private var pass = (steps: 0, randomKey: UInt64?.none, goesBack: false)

  /// A learner of chunks of exactly `lanes` lanes and at most `steps` steps, which keeps of each what `keeping` says:
  /// `.chunk`, or `.inspection` to look inside.
  public init(
    _ model: RecurrentModel, steps: Int, lanes: Int, kind: ProductKind, pool: WorkerPool,
    keeping: PassMemory = .chunk
  ) {
    precondition(keeping != .latest, "what learns goes back through the chunk, which must be kept")
    self.model = model
    self.pool = pool
    network = RecurrentNetwork(model.configuration)
    let usesTable = model.configuration.usesTable(rows: steps * lanes, training: true)
    weights = NetworkWeights(
      model.configuration, slots: model.slots, parameters: model.parameters, kind: kind,
      usesTable: usesTable, training: true)
    memory = NetworkMemory(
      model.configuration, steps: steps, lanes: lanes, kind: kind, usesTable: usesTable,
      keeping: keeping)
    gradients = FloatBuffer(count: model.layout.count)
  }

  /// Where each tensor stands.
  public var layout: ParameterLayout { model.layout }
  /// The model's weights.
  public var parameters: FloatBuffer { model.parameters }
  /// B
  public var lanes: Int { memory.lanes }
  /// The most steps of a chunk.
  public var steps: Int { memory.steps }

  /// The hidden states that the next chunk goes on from; reading and setting cost a copy.
  public var state: RecurrentState {
    get {
      var state = RecurrentState(model.configuration, lanes: lanes)
      memory.store(into: &state, steps: residentSteps)
      return state
    }
    set {
      precondition(
        newValue.lanes == lanes, "a state of \(newValue.lanes) lanes for a learner of \(lanes)")
      memory.load(newValue)
      residentSteps = 0
    }
  }

  /// Carries the chunk forward and back; see `Learner`.
  public func step(_ chunk: Chunk, randomKey: UInt64? = nil) -> Double {
    read(chunk, randomKey: randomKey, goesBack: true)
  }

  /// Carries the chunk forward alone; see `Learner`.
  public func loss(_ chunk: Chunk, randomKey: UInt64? = nil) -> Double {
    read(chunk, randomKey: randomKey, goesBack: false)
  }

  /// The state before the last chunk is still where that began.
  public func takeBack() { residentSteps = 0 }

  /// Sets all gradients to zero.
  public func clearGradients() { pool.runPrepared(clearing) }

  /// The loss of every target of the last chunk (T, B) in nats.
  public func withLosses<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeBufferPointer(start: memory.chunk.losses.pointer, count: pass.steps * lanes))
  }

  /// T of the last chunk.
  var lastSteps: Int { pass.steps }

  private func read(_ chunk: Chunk, randomKey: UInt64?, goesBack: Bool) -> Double {
    memory.chunk.load(chunk)
    pass = (chunk.steps, randomKey, goesBack)
    pool.runPrepared(learning)
    residentSteps = chunk.steps
    return memory.chunk.meanLoss(of: chunk)
  }

  // Made once, so that a step allocates nothing for the work that it hands out.
  private lazy var learning: (Worker) -> Void = { [unowned self] in learn($0) }
  private lazy var clearing: (Worker) -> Void = { [unowned self] in gradients.clear(worker: $0) }

  private func learn(_ worker: Worker) {
    memory.goOn(after: residentSteps, from: nil, worker: worker)
    memory.forgetStarts(worker: worker)
    let key = model.configuration.drops ? self.pass.randomKey : nil
    weights.pack(worker: worker, dropoutKey: key)
    worker.barrier.wait()
    let pass = RecurrentNetwork.Pass(
      worker: worker, weights: weights, memory: memory, steps: self.pass.steps,
      dropoutKey: key)
    network.forward(pass)
    network.loss(pass, gradients: self.pass.goesBack ? gradients : nil)
    if self.pass.goesBack { network.backward(pass, gradients: gradients) }
  }
}
