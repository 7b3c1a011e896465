import CKernels

extension PackedMatrix {
  /// Rows of a left-hand side, in the form that the products of one kind read.
  package struct LeftBlock {
    /// Where the rows stand in the left-hand side.
    package let rows: Range<Int>
    fileprivate let view: MatrixView?
    fileprivate let brainFloats: UnsafeMutablePointer<UInt16>?
    fileprivate let bytes: UnsafeMutablePointer<UInt8>?
    fileprivate let scales: UnsafeMutablePointer<Float>?
  }

  /// fp32: steps of K whose part of a panel takes a quarter of the first-level cache, so that it is still there for the
  /// next tile of rows, beside the rows. Sums go on where they were left, so the bits do not tell.
  static let blockDepth = max(
    128, geul_first_cache_bytes() / 4 / (4 * geul_part_columns_f32()) / panelWidth * panelWidth)
  /// bf16: elements of a block of the left-hand side, half of a second-level cache of 1 MB.
  private static let blockElements = 1 << 18

  /// How many rows are multiplied at a time.
  package var blockRows: Int { Self.blockRows(kind, depth: depth) }

  static func blockRows(_ kind: ProductKind, depth: Int) -> Int {
    switch kind {
    case .bf16: max(16, min(64, blockElements / filled(depth) / 16 * 16))
    case .fp32, .fused, .reference: 64
    case .int8: Int(GEUL_MOST_ROWS_I8)
    }
  }

  /// Elements of a block of `rows` rows in tile order, with what fills up its tiles.
  static func blockCount(rows: Int, depth: Int) -> Int { (rows + 15) * filled(depth) }

  /// C (M, N) = or += A (M, K) · W, for the columns of `panels` in every group.
  ///
  /// Every element is one sum over k = 0, 1, 2 … (int8: one exact integer), whatever the
  /// panels and rows asked for at once, so the bits do not depend on how workers share the panels.
  package func multiply(
    rows: Int, _ a: MatrixView, into c: MatrixView, panels: Range<Int>, accumulate: Bool,
    scratch: ProductScratch
  ) {
    guard !panels.isEmpty else { return }
    for row in stride(from: 0, to: rows, by: blockRows) {
      let block = load(row..<min(rows, row + blockRows), of: a, scratch)
      for panel in panels { multiply(block, panel: panel, into: c, accumulate: accumulate) }
    }
  }

  /// Makes rows of A ready for `multiply`, at most `blockRows`. The block is valid until the scratch is used again.
  package func load(_ rows: Range<Int>, of a: MatrixView, _ scratch: ProductScratch) -> LeftBlock {
    precondition(rows.count <= blockRows, "\(rows.count) rows at a time, at most \(blockRows)")
    let view = a.from(row: rows.lowerBound)
    switch kind {
    case .bf16:
      let target = scratch.reserve(
        Self.blockCount(rows: rows.count, depth: depth), of: UInt16.self)
      geul_block_rows_bf16(rows.count, depth, view.base, view.rowStride, view.panelStride, target)
      return LeftBlock(rows: rows, view: view, brainFloats: target, bytes: nil, scales: nil)
    case .int8:
      let (bytes, scales) = loadBytes(rows.count, view, scratch)
      return LeftBlock(rows: rows, view: view, brainFloats: nil, bytes: bytes, scales: scales)
    case .fp32, .fused, .reference:
      return LeftBlock(rows: rows, view: view, brainFloats: nil, bytes: nil, scales: nil)
    }
  }

  /// The same rows of what the workers made ready together.
  package func load(
    _ rows: Range<Int>, of a: MatrixView, madeIn operand: StepOperand, turn: Int,
    _ scratch: ProductScratch
  ) -> LeftBlock {
    guard let block = operand.block(turn: turn, rows: rows) else {
      return load(rows, of: a, scratch)
    }
    return LeftBlock(
      rows: rows, view: a.from(row: rows.lowerBound), brainFloats: block, bytes: nil, scales: nil)
  }

  /// The same rows of what the workers rounded together; row 0 is row `first` of `bytes`.
  package func load(_ rows: Range<Int>, of bytes: ByteRows, from first: Int) -> LeftBlock {
    precondition(kind == .int8, "bytes by a matrix of \(kind)")
    let (block, scales) = bytes.rows(from: first + rows.lowerBound)
    return LeftBlock(rows: rows, view: nil, brainFloats: nil, bytes: block, scales: scales)
  }

  /// C (M, N) = or += A (M, K) · W, where row 0 of A is row `first` of `bytes`.
  package func multiply(
    rows: Int, _ bytes: ByteRows, from first: Int, into c: MatrixView, panels: Range<Int>,
    accumulate: Bool
  ) {
    for row in stride(from: 0, to: rows, by: blockRows) {
      let block = load(row..<min(rows, row + blockRows), of: bytes, from: first)
      for panel in panels { multiply(block, panel: panel, into: c, accumulate: accumulate) }
    }
  }

  /// The block's rows of C (M, N) = or += A · W, for one panel of every group. int8 takes the best of
  /// `kernels`, by all of which the bits are the same.
  package func multiply(
    _ block: LeftBlock, panel: Int, into c: MatrixView, accumulate: Bool,
    kernels: UInt32 = .max
  ) {
    let columns = min(Self.panelWidth, groupWidth - panel * Self.panelWidth)
    let rows = block.rows.count
    for group in 0..<groups {
      let packed = self.panel(panel, group: group)
      let out = c.panel(group * panelCount + panel) + block.rows.lowerBound * c.rowStride
      switch kind {
      case .bf16:
        geul_multiply_panel_bf16(
          rows, depth, block.brainFloats, packed.assumingMemoryBound(to: UInt16.self), out,
          c.rowStride, columns, accumulate)
      case .int8:
        geul_multiply_panel_i8(
          rows, depth, block.bytes, block.scales, packed.assumingMemoryBound(to: UInt8.self), out,
          c.rowStride, columns, accumulate, kernels)
      case .fp32, .fused:
        guard let a = block.view else { return }
        for k in stride(from: 0, to: depth, by: Self.blockDepth) {
          geul_multiply_panel_f32(
            rows, min(Self.blockDepth, depth - k), a.panel(k / Self.panelWidth), a.rowStride,
            a.panelStride, floats(panel, group: group, from: k), partStride, out, c.rowStride,
            columns, accumulate || k > 0)
        }
      case .reference:
        guard let a = block.view else { return }
        multiplyPlainly(
          rows, depth,
          { i, k in a.panel(k / Self.panelWidth)[i * a.rowStride + k % Self.panelWidth] },
          floats(panel, group: group), into: out, cStride: c.rowStride,
          columns: columns, accumulate: accumulate)
      }
    }
  }

  /// Rows rounded to 8 bits, and the scale of each.
  private func loadBytes(_ rows: Int, _ a: MatrixView, _ scratch: ProductScratch) -> (
    bytes: UnsafeMutablePointer<UInt8>, scales: UnsafeMutablePointer<Float>
  ) {
    let rowBytes = geul_row_bytes_i8(depth)
    // The scales stand behind the bytes of as many rows as tiles may read.
    let scalesFrom = (rows + 15) * rowBytes
    let bytes = scratch.reserve(scalesFrom + rows * MemoryLayout<Float>.size, of: UInt8.self)
    let scales = UnsafeMutableRawPointer(bytes + scalesFrom).assumingMemoryBound(to: Float.self)
    geul_block_rows_i8(rows, depth, a.base, a.rowStride, a.panelStride, bytes, scales)
    return (bytes, scales)
  }

  /// The plain twin of the panel kernels; `a` yields element (i, k) of the left-hand side.
  func multiplyPlainly(
    _ rows: Int, _ depth: Int, _ a: (Int, Int) -> Float, _ panel: UnsafePointer<Float>,
    into c: UnsafeMutablePointer<Float>, cStride: Int, columns: Int, accumulate: Bool
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        var sum: Float = 0
        for k in 0..<depth { sum += a(row, k) * panel[k * Self.panelWidth + column] }
        let index = row * cStride + column
        c[index] = accumulate ? c[index] + sum : sum
      }
    }
  }
}
