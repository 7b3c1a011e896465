import CKernels

extension PackedMatrix {
  /// C (M, N) = or += A (M, K) · W, for the columns of `panels` in every group.
  ///
  /// Every element is one sum over k = 0, 1, 2 … in blocks of 512 (int8: one exact integer), whatever the panels and rows asked
  /// for at once, so the bits do not depend on how workers share the panels.
  package func multiply(
    rows: Int, _ a: UnsafePointer<Float>, aStride: Int, into c: UnsafeMutablePointer<Float>,
    cStride: Int, panels: Range<Int>, accumulate: Bool, scratch: ProductScratch
  ) {
    guard !panels.isEmpty else { return }
    if kind == .int8 {
      return multiplyBytes(
        rows: rows, a, aStride: aStride, into: c, cStride: cStride, panels: panels,
        accumulate: accumulate, scratch: scratch)
    }
    for k in stride(from: 0, to: depth, by: ProductScratch.depth) {
      let depth = min(ProductScratch.depth, self.depth - k)
      for row in stride(from: 0, to: rows, by: ProductScratch.rows) {
        let height = min(ProductScratch.rows, rows - row)
        let block = Block(
          rows: height, depth: depth, a: a + row * aStride + k, rowStride: aStride, kStride: 1)
        if kind == .bf16 {
          geul_block_rows_bf16(height, depth, block.a, aStride, scratch.brainFloats)
        }
        multiply(
          block, from: k, into: c + row * cStride, cStride: cStride, panels: panels,
          accumulate: accumulate || k > 0, scratch: scratch)
      }
    }
  }

  /// C (M, N) = or += Aᵀ · W for rows `rows` of C, where A is (K, M) with `aStride` between its rows:
  /// the gradient of a weight matrix. `depth` is the number of rows of A and W in use.
  package func multiplyTransposed(
    rows: Range<Int>, depth used: Int, _ a: UnsafePointer<Float>, aStride: Int,
    into c: UnsafeMutablePointer<Float>, cStride: Int, accumulate: Bool, scratch: ProductScratch
  ) {
    precondition(kind.canTrain, "gradients cannot be computed in \(kind.rawValue)")
    let most = kind == .bf16 ? ProductScratch.rows : 14
    for k in stride(from: 0, to: used, by: ProductScratch.depth) {
      let depth = min(ProductScratch.depth, used - k)
      for row in stride(from: rows.lowerBound, to: rows.upperBound, by: most) {
        let height = min(most, rows.upperBound - row)
        let corner = a + k * aStride + row
        let block: Block
        switch kind {
        case .bf16:
          geul_block_columns_bf16(height, depth, corner, aStride, scratch.brainFloats)
          block = Block(rows: height, depth: depth, a: corner, rowStride: 1, kStride: aStride)
        case .fp32:
          geul_block_columns_f32(height, depth, corner, aStride, scratch.floats)
          block = Block(
            rows: height, depth: depth, a: scratch.floats, rowStride: 1, kStride: height)
        case .int8: preconditionFailure("int8 has no gradients")
        case .reference:
          block = Block(rows: height, depth: depth, a: corner, rowStride: 1, kStride: aStride)
        }
        multiply(
          block, from: k, into: c + row * cStride, cStride: cStride, panels: 0..<panelCount,
          accumulate: accumulate || k > 0, scratch: scratch)
      }
    }
  }

  /// A block of the left-hand side: element (i, k) at `a[i * rowStride + k * kStride]`.
  private struct Block {
    let rows: Int
    let depth: Int
    let a: UnsafePointer<Float>
    let rowStride: Int
    let kStride: Int
  }

  private func multiply(
    _ block: Block, from k: Int, into c: UnsafeMutablePointer<Float>, cStride: Int,
    panels: Range<Int>, accumulate: Bool, scratch: ProductScratch
  ) {
    for group in 0..<groups {
      for panel in panels {
        let from = panel * Self.panelWidth
        let columns = min(Self.panelWidth, groupWidth - from)
        let out = c + group * groupWidth + from
        let packed = self.panel(panel, group: group)
        switch kind {
        case .bf16:
          geul_multiply_panel_bf16(
            block.rows, block.depth, scratch.brainFloats,
            packed.assumingMemoryBound(to: UInt16.self) + k * Self.panelWidth, out, cStride,
            columns,
            accumulate)
        case .fp32:
          geul_multiply_panel_f32(
            block.rows, block.depth, block.a, block.rowStride, block.kStride,
            packed.assumingMemoryBound(to: Float.self) + k * Self.panelWidth, out, cStride, columns,
            accumulate)
        case .int8: preconditionFailure("int8 panels are multiplied a row at a time")
        case .reference:
          multiplyPlainly(
            block, packed.assumingMemoryBound(to: Float.self) + k * Self.panelWidth, into: out,
            cStride: cStride, columns: columns, accumulate: accumulate)
        }
      }
    }
  }

  /// The int8 product: a row is rounded once and multiplied by all panels, with `usesPlainLoops` by the
  /// plain twin of the kernel.
  package func multiplyBytes(
    rows: Int, _ a: UnsafePointer<Float>, aStride: Int, into c: UnsafeMutablePointer<Float>,
    cStride: Int, panels: Range<Int>, accumulate: Bool, scratch: ProductScratch,
    usesPlainLoops: Bool = false
  ) {
    precondition(kind == .int8, "\(kind.rawValue) panels are not of bytes")
    scratch.reserveBytes(depth + 3)
    for row in 0..<rows {
      let scale = geul_block_row_i8(depth, a + row * aStride, scratch.bytes)
      for group in 0..<groups {
        for panel in panels {
          let from = panel * Self.panelWidth
          geul_multiply_panel_i8(
            depth, scratch.bytes, scale,
            self.panel(panel, group: group).assumingMemoryBound(to: UInt8.self),
            c + row * cStride + group * groupWidth + from, min(Self.panelWidth, groupWidth - from),
            accumulate, usesPlainLoops)
        }
      }
    }
  }

  /// The plain twin of the panel kernels.
  private func multiplyPlainly(
    _ block: Block, _ panel: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    cStride: Int, columns: Int, accumulate: Bool
  ) {
    for row in 0..<block.rows {
      for column in 0..<columns {
        var sum: Float = 0
        for k in 0..<block.depth {
          sum +=
            block.a[row * block.rowStride + k * block.kStride] * panel[k * Self.panelWidth + column]
        }
        let index = row * cStride + column
        c[index] = accumulate ? c[index] + sum : sum
      }
    }
  }
}
