import GeulCompute

/// The symbols of the chunk at hand, what follows them, and what each was found to cost: where the workers read and
/// write them.
package final class ChunkMemory: @unchecked Sendable {
  /// The most steps.
  package let steps: Int
  /// B.
  package let lanes: Int
  /// (T, B): the symbols read; those of `stepsBefore` steps stand before them.
  let inputs: UnsafeMutablePointer<UInt32>
  /// (T, B): what follows them; empty without training.
  let targets: UnsafeMutablePointer<UInt32>
  /// (T, B): by how much the gradient of each target's loss counts in that of the mean; empty without training.
  let scales: UnsafeMutablePointer<Float>
  /// (B): the lanes in which a stream starts; empty without training.
  let startsStream: UnsafeMutablePointer<Bool>
  /// (T·B): the loss of each target in nats.
  package let losses: FloatBuffer

  private let symbols: UnsafeMutablePointer<UInt32>
  private let vocabulary: Int
  /// Σ of the weights of the targets at hand.
  private var totalWeight = 0.0

  /// Room for at most T steps and exactly B lanes.
  init(steps T: Int, lanes B: Int, stepsBefore: Int = 0, vocabulary: Int, training: Bool) {
    precondition(T >= 1 && B >= 1, "a chunk of \(T) steps and \(B) lanes")
    steps = T
    lanes = B
    self.vocabulary = vocabulary
    symbols = .allocate(capacity: (stepsBefore + T) * B)
    symbols.initialize(repeating: 0, count: (stepsBefore + T) * B)
    inputs = symbols + stepsBefore * B
    targets = .allocate(capacity: training ? T * B : 0)
    scales = .allocate(capacity: training ? T * B : 0)
    startsStream = .allocate(capacity: training ? B : 0)
    losses = FloatBuffer(count: T * B)
  }

  deinit {
    symbols.deallocate()
    targets.deallocate()
    scales.deallocate()
    startsStream.deallocate()
  }

  /// Sets the symbols that are read.
  func load(inputs symbols: [UInt32]) {
    check(symbols)
    symbols.withUnsafeBufferPointer { source in
      if let from = source.baseAddress { inputs.update(from: from, count: source.count) }
    }
  }

  /// Sets a chunk to learn from.
  func load(_ chunk: Chunk) {
    precondition(chunk.lanes == lanes, "a chunk of \(chunk.lanes) lanes for \(lanes)")
    load(inputs: chunk.inputs)
    check(chunk.targets)
    totalWeight = 0
    for weight in chunk.weights { totalWeight += Double(weight) }
    for row in 0..<chunk.targets.count {
      targets[row] = chunk.targets[row]
      scales[row] = totalWeight > 0 ? Float(Double(chunk.weights[row]) / totalWeight) : 0
    }
    for lane in 0..<lanes { startsStream[lane] = chunk.startsStream[lane] }
  }

  /// The mean of the losses of the chunk that was loaded, by its weights.
  func meanLoss(of chunk: Chunk) -> Double {
    guard totalWeight > 0 else { return 0 }
    var sum = 0.0
    for row in 0..<chunk.weights.count {
      sum += Double(chunk.weights[row]) * Double(losses.pointer[row])
    }
    return sum / totalWeight
  }

  /// One that is not below V would be looked up in others' memory.
  private func check(_ symbols: [UInt32]) {
    let most = symbols.max() ?? 0
    precondition(most < vocabulary, "symbol \(most) of a vocabulary of \(vocabulary)")
    precondition(
      symbols.count <= steps * lanes,
      "\(symbols.count) symbols for \(steps) steps of \(lanes) lanes")
  }
}
