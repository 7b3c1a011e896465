import GeulCompute

/// One worker's view of one layer's work on one chunk of T steps and B lanes.
///
/// A worker owns the same panels of units everywhere: it computes their gates, their states and the
/// gradients of both, and meets the others once a step, when h (forward) or the gates' gradients
/// (backward) of all units are needed.
struct LayerPass {
  let worker: Worker
  let shape: LayerShape
  let slots: LayerSlots
  let weights: LayerWeights
  let memory: LayerMemory
  /// T
  let steps: Int
  /// B
  let lanes: Int
  /// The input (T·B, D); nil with one-hot input, whose products are in the gates already.
  let input: UnsafePointer<Float>?

  /// This worker's panels of the H units.
  var panels: Range<Int> { worker.share(of: weights.recurrent.panelCount) }
  /// This worker's units.
  var units: Range<Int> { weights.recurrent.columns(of: panels) }
  /// The gate functions on this worker's units.
  var kernels: CellKernels { CellKernels(hidden: shape.hidden, range: units) }

  /// The gates (B, G·H) of step t.
  func gates(at t: Int) -> UnsafeMutablePointer<Float> {
    memory.gates.pointer + t % memory.gateSteps * lanes * shape.gateWidth
  }

  /// gates (B, G·H) = x · W_ihᵀ of the steps from t on, this worker's units, if t begins a block of steps.
  ///
  /// Training keeps all gates and multiplies all steps at once. Otherwise a block is large enough for a full
  /// product, and small enough for its gates to be still in the second-level cache when their steps come.
  func multiplyInput(at t: Int) {
    guard let input, let packed = weights.input, t % memory.gateSteps == 0 else { return }
    packed.multiply(
      rows: min(memory.gateSteps, steps - t) * lanes, input + t * lanes * shape.input,
      aStride: shape.input, into: gates(at: t), cStride: shape.gateWidth, panels: panels,
      accumulate: false, scratch: worker.scratch)
  }

  /// target (B, G·H) = or += h₋ · W_hhᵀ, this worker's units.
  func multiplyRecurrent(
    hBefore: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    weights.recurrent.multiply(
      rows: lanes, hBefore, aStride: shape.hidden, into: target, cStride: shape.gateWidth,
      panels: panels, accumulate: accumulate, scratch: worker.scratch)
  }

  /// dhBefore (B, H) = or += d (U h₋) · W_hh, this worker's units.
  func multiplyRecurrentBackward(
    dRecurrent: UnsafePointer<Float>, into dhBefore: UnsafeMutablePointer<Float>, accumulate: Bool
  ) {
    weights.recurrentBackward?.multiply(
      rows: lanes, dRecurrent, aStride: shape.gateWidth, into: dhBefore, cStride: shape.hidden,
      panels: panels, accumulate: accumulate, scratch: worker.scratch)
  }
}

/// What a backward pass reads and writes besides.
struct LayerGradients {
  let memory: GradientMemory
  /// (T, B, H): the gradient of the layer's output.
  let dOutput: UnsafePointer<Float>
  /// (T·B, D): where the gradient of its input goes; nil when nobody asks.
  let dInput: UnsafeMutablePointer<Float>?
  /// The flat gradient buffer.
  let gradients: FloatBuffer
  /// Whether dhBefore and dc shall hold the initial state's gradient in the end.
  let reachesInitialState: Bool
}
