import GeulCompute

/// Chunks to losses and gradients of a window model, the last symbols carried from chunk to chunk.
public final class WindowLearner: Learner {
  /// Σ d mean loss / d parameter of the chunks since they were cleared, in the model's layout.
  public let gradients: FloatBuffer
  /// The model that learns.
  public let model: WindowModel

  private let network: WindowNetwork
  private let memory: WindowMemory
  private let weights: WindowWeights
  private let pool: WorkerPool

  /// The chunk at hand, as the workers see it.
  private var pass = (rows: 0, dropoutKey: UInt64?.none, goesBack: false)

  /// A learner of chunks of exactly `lanes` lanes and at most `steps` steps, which keeps of each what `keeping` says:
  /// `.chunk`, or `.inspection` for all rows' units.
  public convenience init(
    _ model: WindowModel, steps: Int, lanes: Int, kind: ProductKind, pool: WorkerPool,
    keeping: PassMemory = .chunk
  ) {
    let usesTable = model.configuration.usesTable(
      rows: steps * lanes, kind: kind, training: true)
    self.init(
      model, steps: steps, lanes: lanes, kind: kind, usesTable: usesTable, pool: pool,
      keeping: keeping)
  }

  /// The same, where the first layer's products are looked up or multiplied as is said.
  package init(
    _ model: WindowModel, steps: Int, lanes: Int, kind: ProductKind, usesTable: Bool,
    pool: WorkerPool, keeping: PassMemory = .chunk
  ) {
    precondition(keeping != .latest, "what learns goes back through the chunk, which must be kept")
    self.model = model
    self.pool = pool
    network = WindowNetwork(configuration: model.configuration)
    weights = WindowWeights(
      model.configuration, slots: model.slots, parameters: model.parameters, kind: kind,
      usesTable: usesTable, training: true)
    memory = WindowMemory(
      model.configuration, steps: steps, lanes: lanes, kind: kind, usesTable: usesTable,
      workers: pool.count, keeping: keeping)
    gradients = FloatBuffer(count: model.layout.count)
  }

  /// Where each tensor stands.
  public var layout: ParameterLayout { model.layout }
  /// The model's weights.
  public var parameters: FloatBuffer { model.parameters }
  /// B
  public var lanes: Int { memory.history.chunk.lanes }
  /// The most steps of a chunk.
  public var steps: Int { memory.history.chunk.steps }

  /// The symbols that the next chunk goes on from; reading and setting cost a copy.
  public var state: WindowState {
    get { memory.history.state }
    set { memory.history.state = newValue }
  }

  /// Carries the chunk forward and back; see `Learner`.
  public func step(_ chunk: Chunk, randomKey: UInt64? = nil) -> Double {
    read(chunk, randomKey: randomKey, goesBack: true)
  }

  /// Carries the chunk forward alone; see `Learner`.
  public func loss(_ chunk: Chunk, randomKey: UInt64? = nil) -> Double {
    read(chunk, randomKey: randomKey, goesBack: false)
  }

  /// The symbols before the last chunk are kept.
  public func takeBack() { memory.history.takeBack() }

  /// Sets all gradients to zero.
  public func clearGradients() { pool.runPrepared(clearing) }

  /// The loss of every target of the last chunk (T, B) in nats.
  public func withLosses<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let losses = memory.history.chunk.losses.pointer
    return try body(UnsafeBufferPointer(start: losses, count: pass.rows))
  }

  private func read(_ chunk: Chunk, randomKey: UInt64?, goesBack: Bool) -> Double {
    memory.history.read(chunk)
    pass = (
      chunk.steps * chunk.lanes, model.configuration.dropout > 0 ? randomKey : nil, goesBack
    )
    pool.runPrepared(learning)
    return memory.history.chunk.meanLoss(of: chunk)
  }

  // Made once, so that a step allocates nothing for the work that it hands out.
  private lazy var learning: (Worker) -> Void = { [unowned self] in learn($0) }
  private lazy var clearing: (Worker) -> Void = { [unowned self] in gradients.clear(worker: $0) }

  private func learn(_ worker: Worker) {
    weights.pack(worker: worker)
    worker.barrier.wait()
    for first in stride(from: 0, to: pass.rows, by: memory.pieceRows) {
      let count = min(memory.pieceRows, pass.rows - first)
      let size = memory.stripeRows
      for stripe in worker.share(of: (count + size - 1) / size) {
        let rows = first + stripe * size..<first + min(count, (stripe + 1) * size)
        carry(
          WindowStripe(
            worker: worker, weights: weights, memory: memory, rows: rows, inPiece: stripe * size,
            chunkRows: pass.rows, dropoutKey: pass.dropoutKey, sharesColumns: false))
      }
      worker.barrier.wait()
      guard pass.goesBack else { continue }
      network.addGradients(worker, weights, memory, first: first, count: count, to: gradients)
      worker.barrier.wait()
    }
    guard pass.goesBack, let table = weights.table, let piece = memory.gradient else { return }
    table.goBack(
      piece.table, embedding: piece.embedding, parameters: weights.parameters, worker: worker,
      gradients: gradients)
  }

  /// A stripe forward, its losses, and the way back.
  private func carry(_ stripe: WindowStripe) {
    network.forward(stripe, packs: pass.goesBack)
    network.project(stripe)
    let (chunk, V) = (memory.history.chunk, model.configuration.vocabulary)
    let logits = network.logits(stripe).base
    let bias = weights.parameters.pointer + weights.slots.projectionBias.offset
    for (index, row) in stripe.rows.enumerated() {
      chunk.losses.pointer[row] = RowKernels.crossEntropy(
        logits + index * V, bias: bias, count: V, target: Int(chunk.targets[row]),
        scale: chunk.scales[row])
    }
    if pass.goesBack, let piece = memory.gradient { network.backward(stripe, piece) }
  }
}
