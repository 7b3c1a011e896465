import CKernels

/// Rows rounded to 8 bits, each with a scale of its own, which the workers make ready together.
///
/// Each worker measures the panels that it has just computed and, after a barrier, rounds them: no number is read by
/// two workers, or twice for two products. The bytes are those that a product makes of the same rows by itself.
package final class ByteRows: @unchecked Sendable {
  private let width: Int
  private let lanes: Int
  private let panelCount: Int
  private let rowBytes: Int
  /// (rows, rowBytes), and what tiles may read behind them.
  private let bytes: UnsafeMutablePointer<UInt8>
  /// (rows)
  private let scales: UnsafeMutablePointer<Float>
  /// (panels, B): the largest number of each lane's panel, as bits.
  private let most: UnsafeMutablePointer<UInt32>

  /// Room for `steps` steps of `lanes` rows of `width`.
  package init(steps: Int, lanes: Int, width: Int) {
    self.width = width
    self.lanes = lanes
    panelCount = PackedMatrix.panelCount(ofWidth: width)
    rowBytes = geul_row_bytes_i8(width)
    let byteCount = (steps * lanes + 15) * rowBytes
    bytes = AlignedMemory.allocate(byteCount: byteCount).bindMemory(
      to: UInt8.self, capacity: byteCount)
    // What fills up rows meets weights of zero.
    bytes.initialize(repeating: 128, count: byteCount)
    scales = .allocate(capacity: steps * lanes)
    scales.initialize(repeating: 0, count: steps * lanes)
    most = .allocate(capacity: panelCount * lanes)
    most.initialize(repeating: 0, count: panelCount * lanes)
  }

  deinit {
    AlignedMemory.deallocate(bytes)
    scales.deallocate()
    most.deallocate()
  }

  /// Measures one panel of some lanes of a step (B, width).
  package func measure(_ step: MatrixView, panel: Int, lanes some: Range<Int>) {
    geul_panel_maxima_i8(
      some.count, min(PackedMatrix.panelWidth, width - panel * PackedMatrix.panelWidth),
      step.at(panel: panel, row: some.lowerBound), step.rowStride,
      most + panel * lanes + some.lowerBound)
  }

  /// Rounds `panels` of all lanes of a step whose panels all have been measured, as step `t`.
  package func round(_ step: MatrixView, panels: Range<Int>, step t: Int, _ scratch: ProductScratch)
  {
    guard !panels.isEmpty else { return }
    let factors = scratch.reserve(2 * lanes, of: Float.self)
    // The worker with the first panel keeps the scales that all have found.
    geul_row_scales_i8(
      lanes, panelCount, lanes, most, factors,
      panels.lowerBound == 0 ? scales + t * lanes : factors + lanes)
    for panel in panels {
      geul_round_panel_i8(
        lanes, step.panel(panel), step.rowStride, factors,
        bytes + t * lanes * rowBytes + panel * PackedMatrix.panelWidth, rowBytes)
    }
  }

  func rows(from row: Int) -> (
    bytes: UnsafeMutablePointer<UInt8>, scales: UnsafeMutablePointer<Float>
  ) {
    (bytes + row * rowBytes, scales + row)
  }
}
