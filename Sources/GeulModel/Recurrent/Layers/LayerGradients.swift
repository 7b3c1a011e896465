import GeulCompute

/// What a backward pass reads and writes besides.
struct LayerGradients {
  let memory: GradientMemory
  /// (T·B, H): the gradient of the layer's output; afterwards all that reached h.
  let dOutput: MatrixView
  /// (T·B, D): where the gradient of its input goes; nil when nobody asks.
  let dInput: MatrixView?
  /// The flat gradient buffer, which is added to.
  let gradients: FloatBuffer
}
