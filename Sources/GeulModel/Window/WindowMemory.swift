import GeulCompute

/// All that a window network needs to carry rows of a chunk forward, and back.
///
/// It is made once and used for every chunk, so a training step allocates nothing.
final class WindowMemory: @unchecked Sendable {
  /// Rows that a worker carries through all layers before it takes up others: what they leave on the way stays in its
  /// second-level cache.
  static let stripeRows = 64
  /// Rows of a piece of training, where no large vocabulary makes it smaller: enough for many workers' stripes.
  private static let mostPieceRows = 2_048

  /// The symbols read, and what they cost.
  let history: WindowHistory
  /// (places, n·D): embedded windows; empty where their products are looked up.
  let embedded: FloatBuffer
  /// (places, H) of each layer: its units.
  let outputs: [PanelMatrix]
  /// (places, H) of each layer: its units after dropout; nothing where nothing is dropped.
  let dropped: [PanelMatrix]
  /// (R, V): sums before the softmax.
  let logits: FloatBuffer
  /// R, the rows of a piece.
  let pieceRows: Int
  /// What only training needs.
  let gradient: WindowGradientMemory?

  /// Whether each row has a place of its own, and not each worker's stripe.
  private let keepsAll: Bool

  /// Memory for chunks of at most T steps and exactly B lanes and for so many workers.
  init(
    _ configuration: WindowConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
    usesTable: Bool, workers: Int, keeping: PassMemory
  ) {
    let training = keeping != .latest
    let (inputs, H, V) = (
      configuration.inputSize(ofLayer: 0), configuration.hidden, configuration.vocabulary
    )
    history = WindowHistory(configuration, steps: T, lanes: B, training: training)
    keepsAll = keeping == .inspection
    let places = keepsAll ? T * B : workers * Self.stripeRows
    embedded = FloatBuffer(count: usesTable ? 0 : places * inputs)
    outputs = (0..<configuration.layers).map { _ in PanelMatrix(rows: places, width: H) }
    let drops = training && configuration.dropout > 0
    dropped = outputs.map { _ in drops ? PanelMatrix(rows: places, width: H) : PanelMatrix() }
    if training {
      let widest = max(V, H, usesTable ? 0 : inputs)
      pieceRows = min(T * B, Self.mostPieceRows, Self.stripes(MemoryBound.elements / widest))
      gradient = WindowGradientMemory(
        configuration, rows: pieceRows, kind: kind, usesTable: usesTable)
    } else {
      pieceRows = min(T * B, max(B, MemoryBound.elements / V / B * B))
      gradient = nil
    }
    logits = FloatBuffer(count: pieceRows * V)
  }

  /// Where the units stand of a stripe that begins at row `row` of the chunk.
  func place(ofRow row: Int, worker: Int) -> Int { keepsAll ? row : worker * Self.stripeRows }

  /// `rows`, cut to whole stripes, at least one.
  private static func stripes(_ rows: Int) -> Int {
    max(stripeRows, rows / stripeRows * stripeRows)
  }
}

/// What a backward pass needs of a piece of R rows.
final class WindowGradientMemory: @unchecked Sendable {
  /// (R, H) of each layer: the gradients of the sums before its nonlinearity.
  let sums: [PanelMatrix]
  /// (stripes, H) of each layer: the same added up over each stripe.
  let biases: [PanelMatrix]
  /// (R, n·D): the gradient of embedded windows; empty where their products are looked up.
  let embedded: FloatBuffer
  /// What enters each layer, and the projection, packed as a right-hand side (R, K); nil of what is looked up.
  let inputs: [PackedMatrix?]
  /// (n · (V + 1), H): the gradient of the table of products; empty without one.
  let table: PanelMatrix
  /// The embedding (V + 1, D) packed so; nil without a table of its products.
  let embedding: PackedMatrix?

  init(_ configuration: WindowConfiguration, rows R: Int, kind: ProductKind, usesTable: Bool) {
    let (H, stripe) = (configuration.hidden, WindowMemory.stripeRows)
    let layers = 0..<configuration.layers
    sums = layers.map { _ in PanelMatrix(rows: R, width: H) }
    biases = layers.map { _ in PanelMatrix(rows: (R + stripe - 1) / stripe, width: H) }
    embedded = FloatBuffer(count: usesTable ? 0 : R * configuration.inputSize(ofLayer: 0))
    inputs = (0...configuration.layers).map { layer in
      usesTable && layer == 0
        ? nil
        : PackedMatrix(kind: kind, depth: R, groupWidth: configuration.inputSize(ofLayer: layer))
    }
    table =
      usesTable
      ? PanelMatrix(rows: configuration.window * configuration.inputSymbols, width: H)
      : PanelMatrix()
    if usesTable, case .embedding(let D) = configuration.input {
      embedding = PackedMatrix(kind: kind, depth: configuration.inputSymbols, groupWidth: D)
    } else {
      embedding = nil
    }
  }
}

extension WindowConfiguration {
  /// Whether the first layer's products of `rows` windows are cheaper looked up: a table of n · (V + 1) rows is made
  /// first. Without training it is made once, for any number of rows.
  ///
  /// Tiles multiply faster than rows are looked up that the second-level cache does not hold. Measured with 4,096
  /// rows of 8 random symbols, D 64, H 512 on 2 workers (Xeon with AMX): in bf16 the table is 1.5 times as fast with V
  /// 65 and no faster from V 321 on; in fp32 1.4 times with V 321, and no faster with V 1,023 to 2,047.
  func usesTable(rows: Int, kind: ProductKind, training: Bool) -> Bool {
    if input == .oneHot { return true }
    if window * inputSymbols * hidden > MemoryBound.elements { return false }
    return !training || inputSymbols * (kind == .bf16 ? 16 : 4) <= rows
  }
}
