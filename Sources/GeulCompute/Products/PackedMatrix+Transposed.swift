import CKernels

/// The columns of a transposed left-hand side: groups of equal width, each in panels of its own.
package struct GroupedColumns {
  /// Groups, such as the gates of a cell.
  package let groups: Int
  /// Columns of a group.
  package let width: Int

  /// `groups` × `width` columns.
  package init(groups: Int = 1, width: Int) {
    self.groups = groups
    self.width = width
  }

  /// Panels of all groups.
  package var panelCount: Int { groups * PackedMatrix.panelCount(ofWidth: width) }

  /// The columns of a panel, counted without what fills up the groups.
  func columns(ofPanel panel: Int) -> Range<Int> {
    let ofGroup = PackedMatrix.panelCount(ofWidth: width)
    let (group, from) = (panel / ofGroup, panel % ofGroup * PackedMatrix.panelWidth)
    return group * width + from..<group * width + min(width, from + PackedMatrix.panelWidth)
  }
}

extension PackedMatrix {
  /// Steps of K multiplied at a time, so that what is in use stays in the second-level cache.
  private var transposedDepth: Int {
    switch kind {
    case .bf16: 1_280
    case .fp32, .fused, .int8: Self.blockDepth
    case .reference: .max
    }
  }
  /// Panels of the left-hand side that are multiplied by a panel of W before the next is read.
  package static let transposedPanels = 4

  /// C (M, N) = or += Aᵀ · W, where A is (K, M) with columns as `columns` says, for the rows of C that stand
  /// in `panels` of A: the gradient of a weight matrix. `used` is the number of rows of A and W in use.
  package func multiplyTransposed(
    _ a: MatrixView, columns: GroupedColumns, panels: Range<Int>, depth used: Int,
    into c: UnsafeMutablePointer<Float>, cStride: Int, accumulate: Bool, scratch: ProductScratch
  ) {
    precondition(kind.canTrain, "gradients cannot be computed in \(kind.rawValue)")
    precondition(groups == 1, "a transposed product with columns in groups")
    for k in stride(from: 0, to: used, by: transposedDepth) {
      let depth = min(transposedDepth, used - k)
      for first in stride(from: panels.lowerBound, to: panels.upperBound, by: Self.transposedPanels)
      {
        let some = first..<min(panels.upperBound, first + Self.transposedPanels)
        let blocks = loadTransposed(a.from(row: k), columns, panels: some, depth: depth, scratch)
        for panel in 0..<panelCount {
          for one in some {
            let rows = columns.columns(ofPanel: one)
            multiplyTransposed(
              rows.count, depth, a.panel(one) + k * a.rowStride, a.rowStride,
              block: blocks + (one - first) * Self.blockCount(depth), from: k, panel: panel,
              into: c + rows.lowerBound * cStride + panel * Self.panelWidth, cStride: cStride,
              accumulate: accumulate || k > 0)
          }
        }
      }
    }
  }

  /// Elements of a block of 32 rows.
  private static func blockCount(_ depth: Int) -> Int { filled(depth) * panelWidth }

  /// bf16: the panels in tile order, one behind the other. The others read A where it lies.
  private func loadTransposed(
    _ a: MatrixView, _ columns: GroupedColumns, panels: Range<Int>, depth: Int,
    _ scratch: ProductScratch
  ) -> UnsafeMutablePointer<UInt16> {
    guard kind == .bf16 else { return scratch.reserve(0, of: UInt16.self) }
    let count = Self.blockCount(depth)
    let blocks = scratch.reserve(panels.count * count, of: UInt16.self)
    for panel in panels {
      geul_block_columns_bf16(
        columns.columns(ofPanel: panel).count, depth, a.panel(panel), a.rowStride,
        blocks + (panel - panels.lowerBound) * count)
    }
    return blocks
  }

  private func multiplyTransposed(
    _ rows: Int, _ depth: Int, _ a: UnsafePointer<Float>, _ aStride: Int,
    block: UnsafePointer<UInt16>, from k: Int, panel: Int, into c: UnsafeMutablePointer<Float>,
    cStride: Int, accumulate: Bool
  ) {
    let columns = min(Self.panelWidth, groupWidth - panel * Self.panelWidth)
    let packed = self.panel(panel, group: 0)
    switch kind {
    case .bf16:
      geul_multiply_panel_bf16(
        rows, depth, block, packed.assumingMemoryBound(to: UInt16.self) + k * Self.panelWidth, c,
        cStride, columns, accumulate)
    case .fp32, .fused:
      geul_multiply_transposed_f32(
        rows, depth, a, aStride, floats(panel, group: 0, from: k), partStride, c, cStride, columns,
        accumulate)
    case .int8: preconditionFailure("int8 has no gradients")
    case .reference:
      multiplyPlainly(
        rows, depth, { i, k in a[k * aStride + i] },
        floats(panel, group: 0, from: k), into: c, cStride: cStride,
        columns: columns, accumulate: accumulate)
    }
  }
}
