import GeulCompute

/// All that a network needs to carry a chunk of at most T steps and exactly B lanes forward, and back.
///
/// It is made once and used for every chunk, so a training step allocates nothing.
package final class NetworkMemory: @unchecked Sendable {
  /// What is read, and what it costs.
  package let chunk: ChunkMemory
  /// (T·B, D): embedded inputs; empty where a table of their products is used.
  let embedded: FloatBuffer
  let layers: [LayerMemory]
  /// (T·B, H): the sum of the layers' outputs; empty where the last one's are projected.
  let summed: PanelMatrix
  /// (rows, V): sums before the softmax, of as many rows as are projected at a time.
  let logits: FloatBuffer
  /// Rows of `logits`.
  let logitRows: Int
  /// What only training needs.
  let gradient: GradientMemory?
  /// Whether the first layer's inputs are looked up in a table of their products.
  let usesTable: Bool

  let hiddenUnits: Int

  /// The most steps.
  package var steps: Int { chunk.steps }
  /// B.
  package var lanes: Int { chunk.lanes }

  /// Memory for chunks of at most T steps and exactly B lanes, of what `keeping` says.
  package init(
    _ configuration: RecurrentConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
    usesTable: Bool, keeping: PassMemory
  ) {
    let training = keeping != .latest
    chunk = ChunkMemory(
      steps: T, lanes: B, vocabulary: configuration.vocabulary, training: training)
    hiddenUnits = configuration.hidden
    self.usesTable = usesTable
    embedded = FloatBuffer(count: usesTable ? 0 : T * B * configuration.inputSize(ofLayer: 0))
    layers = (0..<configuration.layers).map { layer in
      LayerMemory(
        cell: configuration.cell, shape: configuration.shape(ofLayer: layer), steps: T, lanes: B,
        products: kind, keeping: keeping, sums: configuration.sumsOutputs,
        lookedUp: usesTable && layer == 0,
        drops: training && configuration.dropRate(ofLayer: layer) > 0)
    }
    summed =
      configuration.sumsOutputs
      ? PanelMatrix(rows: T * B, width: configuration.hidden) : PanelMatrix()
    // Projected rows at a time: all of them, unless a large vocabulary would make that more than memory is bound to.
    logitRows = min(T * B, max(B, MemoryBound.elements / configuration.vocabulary / B * B))
    logits = FloatBuffer(count: logitRows * configuration.vocabulary)
    gradient =
      training
      ? GradientMemory(configuration, steps: T, lanes: B, kind: kind, usesTable: usesTable) : nil
  }
}

extension RecurrentConfiguration {
  /// The sizes of one layer.
  func shape(ofLayer layer: Int) -> LayerShape {
    LayerShape(input: inputSize(ofLayer: layer), hidden: hidden, gates: cell.gateCount)
  }

  /// Whether the first layer's products of `rows` inputs are cheaper looked up: a table of V rows is made first.
  /// Without training it is made once, for any number of rows.
  package func usesTable(rows: Int, training: Bool) -> Bool {
    if input == .oneHot { return true }
    // What is dropped of an input is of one lane alone.
    if training { return vocabulary < rows && inputDropout == 0 }
    return vocabulary * cell.gateCount * hidden <= MemoryBound.elements
  }
}
