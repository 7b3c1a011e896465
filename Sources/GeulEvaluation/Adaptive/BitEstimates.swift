/// Estimates of how often a bit is 1, each the mean of what came at first, later of what came lately.
struct BitEstimates {
  /// 22 bits of the estimate, and 10 of how often it was moved.
  private var cells: [UInt32]
  private let limit: UInt32

  /// Full scale of an estimate.
  private static let one = 1 << 22
  /// 2¹⁶ / (n + 1.6), by which an estimate moves that was moved n times.
  private static let shares: [Int] = (0..<1024).map { Int(65536 / (Double($0) + 1.6)) }

  /// So many estimates of one half; each moves the less the more often it was moved, up to `limit` times (below 1,024).
  init(count: Int, limit: Int) {
    cells = [UInt32](repeating: 1 << 31, count: count)
    self.limit = UInt32(limit)
  }

  /// Estimates that begin at `start`, as if moved a few times.
  init(limit: Int, startingAt start: [Float]) {
    self.limit = UInt32(limit)
    cells = start.map { UInt32(min(max($0, 1e-6), 0.999999) * Float(Self.one)) << 10 | 6 }
  }

  var count: Int { cells.count }

  /// The estimate in 4,096ths.
  @inline(__always)
  subscript(_ index: Int) -> Int { Int(cells[index] >> 20) }

  /// Moves an estimate toward the bit that came.
  @inline(__always)
  mutating func learn(_ index: Int, _ bit: Int) {
    let cell = cells[index]
    let (estimate, moves) = (Int(cell >> 10), cell & 1023)
    let step = ((bit * Self.one - estimate) * Self.shares[Int(moves)]) >> 16
    let moved = min(max(estimate + step, 1), Self.one - 1)
    cells[index] = UInt32(moved) << 10 | min(moves + 1, limit)
  }
}
