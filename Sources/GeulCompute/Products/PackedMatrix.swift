import CKernels

/// A right-hand side W (K, N) rearranged once so that many products can read it in sequence.
///
/// W is cut into panels of 32 columns, each (K, 32) and padded with zeros. The columns may stand in
/// `groups` of equal width (the gates of a cell), each with panels of its own: a worker that owns
/// panels a ..< b owns the same units of every gate. The rows may stand in groups likewise, each
/// filled up to a multiple of 32, for left-hand sides whose columns are padded so.
package final class PackedMatrix: @unchecked Sendable {
  /// How its products are carried out.
  package let kind: ProductKind
  /// K, with the rows that fill up groups.
  package let depth: Int
  /// Groups of columns, such as the gates of a cell.
  package let groups: Int
  /// Columns of one group; N = groups * groupWidth.
  package let groupWidth: Int
  /// Panels of one group.
  package let panelCount: Int

  private let depthGroups: Int
  /// Rows of a group that are not filling.
  private let groupDepth: Int
  private let panelBytes: Int
  private let storage: UnsafeMutableRawPointer

  /// Columns of a panel.
  package static let panelWidth = Int(GEUL_PANEL)

  /// Panels that hold `width` columns.
  package static func panelCount(ofWidth width: Int) -> Int {
    (width + panelWidth - 1) / panelWidth
  }

  /// `count` filled up to whole panels.
  static func filled(_ count: Int) -> Int { panelCount(ofWidth: count) * panelWidth }

  /// A matrix (K, N) yet to be packed, K = `depthGroups` · `depth`.
  package init(
    kind: ProductKind, depth: Int, depthGroups: Int = 1, groups: Int = 1, groupWidth: Int
  ) {
    precondition(
      depth > 0 && depthGroups > 0 && groups > 0 && groupWidth > 0,
      "a packed matrix of \(depthGroups) x \(depth) x \(groups) x \(groupWidth)")
    precondition(
      kind != .int8 || depthGroups == 1 && depth <= Int(GEUL_MOST_K_I8),
      "an int8 matrix of depth \(depthGroups) x \(depth), at most \(GEUL_MOST_K_I8)")
    self.kind = kind
    self.depthGroups = depthGroups
    self.groups = groups
    self.groupWidth = groupWidth
    groupDepth = depth
    self.depth = depthGroups == 1 ? depth : depthGroups * Self.filled(depth)
    panelCount = Self.panelCount(ofWidth: groupWidth)
    panelBytes =
      switch kind {
      case .bf16: Self.filled(self.depth) * Self.panelWidth * 2
      case .int8: geul_panel_bytes_i8(self.depth)
      case .fp32, .fused, .reference: self.depth * Self.panelWidth * 4
      }
    let byteCount = panelBytes * panelCount * groups
    storage = AlignedMemory.allocate(byteCount: byteCount)
    // What fills up groups of rows is never packed.
    if depthGroups > 1 { storage.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount) }
  }

  deinit { AlignedMemory.deallocate(storage) }

  /// The columns of a group that `panels` cover.
  package func columns(of panels: Range<Int>) -> Range<Int> {
    min(
      panels.lowerBound * Self.panelWidth, groupWidth)..<min(
        panels.upperBound * Self.panelWidth, groupWidth)
  }

  /// Packs `panels` of every group of W, whose element (k, n) is `source[k * kStride + n * nStride]`, without
  /// filling. One of the strides is 1.
  package func pack(
    _ source: UnsafePointer<Float>, kStride: Int, nStride: Int, panels: Range<Int>
  ) {
    for group in 0..<groups {
      for panel in panels {
        let corner = source + (group * groupWidth + panel * Self.panelWidth) * nStride
        for depthGroup in 0..<depthGroups {
          pack(
            corner + depthGroup * groupDepth * kStride, kStride: kStride, nStride: nStride,
            depth: groupDepth, panel: panel, group: group, from: depthGroup * depth / depthGroups)
        }
      }
    }
  }

  /// Packs `panels` of the first `used` rows of a matrix without groups.
  package func pack(_ source: MatrixView, depth used: Int, panels: Range<Int>) {
    precondition(
      kind != .int8 || used == depth,
      "packing a depth of \(used) into \(depth); int8 panels are used whole")
    pack(source, rows: 0..<used, panels: panels)
  }

  /// Packs `panels` of the rows `rows` of a matrix without groups, the first of which is row 0 of `source`. Rows may be
  /// packed in several pieces that begin at multiples of 32; the last is filled up with zeros.
  package func pack(_ source: MatrixView, rows: Range<Int>, panels: Range<Int>) {
    precondition(groups == 1 && depthGroups == 1, "packing activations into groups")
    precondition(
      rows.upperBound <= depth && rows.lowerBound % Self.panelWidth == 0,
      "packing rows \(rows) of \(depth)")
    for panel in panels {
      pack(
        source.panel(panel), kStride: source.rowStride, nStride: 1, depth: rows.count,
        panel: panel, group: 0, from: rows.lowerBound)
    }
  }

  private func pack(
    _ corner: UnsafePointer<Float>, kStride: Int, nStride: Int, depth: Int, panel: Int, group: Int,
    from k: Int
  ) {
    let columns = min(Self.panelWidth, groupWidth - panel * Self.panelWidth)
    let target = self.panel(panel, group: group)
    switch kind {
    case .bf16:
      geul_pack_panel_bf16(
        corner, kStride, nStride, depth, columns,
        target.assumingMemoryBound(to: UInt16.self) + k * Self.panelWidth)
    case .int8:
      geul_pack_panel_i8(
        corner, kStride, nStride, depth, columns, target.assumingMemoryBound(to: UInt8.self))
    case .reference:
      packPlainly(corner, kStride, nStride, depth, columns, floats(panel, group: group, from: k))
    case .fp32, .fused:
      geul_pack_panel_f32(
        corner, kStride, nStride, depth, columns, floats(panel, group: group, from: k), partStride)
    }
  }

  func panel(_ panel: Int, group: Int) -> UnsafeMutableRawPointer {
    storage + (group * panelCount + panel) * panelBytes
  }

  /// fp32: columns of a part of a panel, which stands in one stretch of memory; the plain twin has one part.
  private var partColumns: Int {
    kind == .fp32 || kind == .fused ? geul_part_columns_f32() : Self.panelWidth
  }
  /// Elements from a part to the next.
  var partStride: Int { depth * partColumns }

  /// Step `k` of the first part of a panel of floats.
  func floats(_ panel: Int, group: Int, from k: Int = 0) -> UnsafeMutablePointer<Float> {
    self.panel(panel, group: group).assumingMemoryBound(to: Float.self) + k * partColumns
  }

  /// The plain twin of packing floats.
  private func packPlainly(
    _ source: UnsafePointer<Float>, _ kStride: Int, _ nStride: Int, _ depth: Int, _ columns: Int,
    _ panel: UnsafeMutablePointer<Float>
  ) {
    for k in 0..<depth {
      for n in 0..<Self.panelWidth {
        panel[k * Self.panelWidth + n] = n < columns ? source[k * kStride + n * nStride] : 0
      }
    }
  }
}
