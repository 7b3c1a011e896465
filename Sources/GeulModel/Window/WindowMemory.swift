import GeulCompute

/// All that a window network needs to carry rows of a chunk forward, and back.
///
/// It is made once and used for every chunk, so a training step allocates nothing.
final class WindowMemory: @unchecked Sendable {
  /// The most rows of a stripe: what they leave on the way stays in the second-level cache, and a table's panel that
  /// has come there serves all of them. With 64 a step of 2×512 units took 9.4 ms in bf16 and not 9.0 (Xeon with AMX,
  /// 2 workers); with 256 it took 8.5, but fewer workers would find one.
  private static let mostStripeRows = 128
  /// Stripes that a piece is cut into, if it is not too small for that.
  private static let stripesOfPiece = 16
  /// Rows of a piece of training, where no large vocabulary makes it smaller.
  private static let mostPieceRows = 4_096
  /// What stripes and pieces are multiples of: rows are packed in as many at a time.
  private static let rowUnit = PackedMatrix.panelWidth

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
  /// Rows that a worker carries through all layers before it takes up others. They depend on the sizes alone, so that
  /// no bit depends on the workers.
  let stripeRows: Int
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
    let widest = training ? max(V, H, usesTable ? 0 : inputs) : V
    let bound = MemoryBound.elements / widest
    pieceRows =
      training
      ? min(T * B, Self.mostPieceRows, Self.wholeUnits(bound)) : min(T * B, max(B, bound / B * B))
    stripeRows = min(Self.mostStripeRows, Self.wholeUnits(pieceRows / Self.stripesOfPiece))
    keepsAll = keeping == .inspection
    let places = keepsAll ? T * B : workers * stripeRows
    embedded = FloatBuffer(count: usesTable ? 0 : places * inputs)
    outputs = (0..<configuration.layers).map { _ in PanelMatrix(rows: places, width: H) }
    let drops = training && configuration.dropout > 0
    dropped = outputs.map { _ in drops ? PanelMatrix(rows: places, width: H) : PanelMatrix() }
    gradient =
      training
      ? WindowGradientMemory(
        configuration, rows: pieceRows, stripeRows: stripeRows, kind: kind, usesTable: usesTable)
      : nil
    logits = FloatBuffer(count: pieceRows * V)
  }

  /// Where the units stand of a stripe that begins at row `row` of the chunk.
  func place(ofRow row: Int, worker: Int) -> Int { keepsAll ? row : worker * stripeRows }

  private static func wholeUnits(_ rows: Int) -> Int { max(rowUnit, rows / rowUnit * rowUnit) }
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

  init(
    _ configuration: WindowConfiguration, rows R: Int, stripeRows: Int, kind: ProductKind,
    usesTable: Bool
  ) {
    let units = configuration.hidden
    let layers = 0..<configuration.layers
    sums = layers.map { _ in PanelMatrix(rows: R, width: units) }
    biases = layers.map { _ in PanelMatrix(rows: (R + stripeRows - 1) / stripeRows, width: units) }
    embedded = FloatBuffer(count: usesTable ? 0 : R * configuration.inputSize(ofLayer: 0))
    inputs = (0...configuration.layers).map { layer in
      usesTable && layer == 0
        ? nil
        : PackedMatrix(kind: kind, depth: R, groupWidth: configuration.inputSize(ofLayer: layer))
    }
    table =
      usesTable
      ? PanelMatrix(rows: configuration.window * configuration.inputSymbols, width: units)
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
  package func usesTable(rows: Int, kind: ProductKind, training: Bool) -> Bool {
    if input == .oneHot { return true }
    if window * inputSymbols * hidden > MemoryBound.elements { return false }
    return !training || inputSymbols * (kind == .bf16 ? 16 : 4) <= rows
  }
}
