import CKernels

/// A right-hand side W (K, N) rearranged once so that many products can read it in sequence.
///
/// W is cut into panels of 32 columns, each (K, 32) and padded with zeros. The columns may stand in
/// `groups` of equal width (the gates of a cell), each with panels of its own: a worker that owns
/// panels a ..< b owns the same units of every gate.
package final class PackedMatrix: @unchecked Sendable {
  /// How its products are carried out.
  package let kind: ProductKind
  /// K.
  package let depth: Int
  /// Groups of columns, such as the gates of a cell.
  package let groups: Int
  /// Columns of one group; N = groups * groupWidth.
  package let groupWidth: Int
  /// Panels of one group.
  package let panelCount: Int

  let panelBytes: Int
  let storage: UnsafeMutableRawPointer

  /// Columns of a panel.
  package static let panelWidth = Int(GEUL_PANEL)

  /// A matrix (K, N) yet to be packed.
  package init(kind: ProductKind, depth: Int, groups: Int = 1, groupWidth: Int) {
    precondition(
      depth > 0 && groups > 0 && groupWidth > 0,
      "a packed matrix of \(depth) x \(groups) x \(groupWidth)")
    precondition(
      kind != .int8 || depth <= Int(GEUL_MOST_K_I8),
      "an int8 matrix of depth \(depth), at most \(GEUL_MOST_K_I8)")
    self.kind = kind
    self.depth = depth
    self.groups = groups
    self.groupWidth = groupWidth
    panelCount = (groupWidth + Self.panelWidth - 1) / Self.panelWidth
    panelBytes =
      switch kind {
      case .bf16: (depth + 31) / 32 * 32 * Self.panelWidth * 2
      case .int8: geul_panel_bytes_i8(depth)
      case .fp32, .reference: depth * Self.panelWidth * 4
      }
    storage = .allocate(byteCount: panelBytes * panelCount * groups, alignment: 64)
  }

  deinit { storage.deallocate() }

  /// The columns of a group that `panels` cover.
  package func columns(of panels: Range<Int>) -> Range<Int> {
    min(
      panels.lowerBound * Self.panelWidth, groupWidth)..<min(
        panels.upperBound * Self.panelWidth, groupWidth)
  }

  /// Packs `panels` of every group of W, whose element (k, n) is `source[k * kStride + n * nStride]`.
  /// One of the strides is 1. `depth` may be smaller than the matrix was made for.
  package func pack(
    _ source: UnsafePointer<Float>, kStride: Int, nStride: Int, depth used: Int? = nil,
    panels: Range<Int>
  ) {
    let depth = used ?? self.depth
    precondition(
      kind != .int8 || depth == self.depth,
      "packing a depth of \(depth) into \(self.depth): int8 panels are used whole")
    precondition(depth <= self.depth, "packing a depth of \(depth) into \(self.depth)")
    for group in 0..<groups {
      for panel in panels {
        let from = panel * Self.panelWidth
        let columns = min(Self.panelWidth, groupWidth - from)
        let corner = source + (group * groupWidth + from) * nStride
        let target = self.panel(panel, group: group)
        switch kind {
        case .bf16:
          geul_pack_panel_bf16(
            corner, kStride, nStride, depth, columns, target.assumingMemoryBound(to: UInt16.self))
        case .int8:
          geul_pack_panel_i8(
            corner, kStride, nStride, depth, columns, target.assumingMemoryBound(to: UInt8.self))
        case .fp32, .reference:
          geul_pack_panel_f32(
            corner, kStride, nStride, depth, columns, target.assumingMemoryBound(to: Float.self))
        }
      }
    }
  }

  func panel(_ panel: Int, group: Int) -> UnsafeMutableRawPointer {
    storage + (group * panelCount + panel) * panelBytes
  }
}
