import GeulModel
import GeulStorage
import GeulText

/// Which lane scores which symbol.
struct LanePlan {
  let tokens: TokenSequence
  let range: Range<Int>
  let lanes: Int
  /// Symbols each lane scores; the last lanes may have one fewer.
  let width: Int
  /// Symbols each lane reads before it scores, its part's predecessor not counted.
  let warmUp: Int
  /// Whether nothing stands before the range, so that its first symbol cannot be predicted.
  let firstHasNoPast: Bool
  /// The position before which the first lane reads the text's first symbol; nothing stands before it.
  let firstRead: Int

  init(tokens: TokenSequence, range: Range<Int>, lanes: Int, warmUp: Int) {
    self.tokens = tokens
    self.range = range
    self.lanes = lanes
    width = (range.count + lanes - 1) / lanes
    firstHasNoPast = range.lowerBound == 0
    firstRead = 1 - range.lowerBound
    // The first lane waits until its text begins; of the others the second has the least in front.
    let inFront = range.lowerBound + (lanes > 1 ? range.count / lanes : 0)
    self.warmUp = max(0, min(warmUp, inFront - 1))
  }

  /// The symbols to score at these positions of every lane, time-major; 0 where a lane has none.
  func symbols(at positions: Range<Int>) throws(StorageError) -> [UInt32] {
    try gather(positions, shift: 0)
  }

  /// The symbols that stand before those.
  func symbols(before positions: Range<Int>) throws(StorageError) -> [UInt32] {
    try gather(positions, shift: -1)
  }

  /// Whether the lane's symbol at this position is one to score by prediction.
  func scores(lane: Int, position: Int) -> Bool {
    let part = self.part(lane)
    if lane == 0 && position == 0 && firstHasNoPast { return false }
    return position < part.count
  }

  private func part(_ lane: Int) -> Range<Int> {
    let base = range.count / lanes
    let extra = range.count % lanes
    let from = range.lowerBound + lane * base + min(lane, extra)
    return from..<from + base + (lane < extra ? 1 : 0)
  }

  private func gather(_ positions: Range<Int>, shift: Int) throws(StorageError) -> [UInt32] {
    var result = [UInt32](repeating: 0, count: positions.count * lanes)
    for lane in 0..<lanes {
      let part = self.part(lane)
      let from = part.lowerBound + positions.lowerBound + shift
      let (start, end) = (max(0, from), min(tokens.count, from + positions.count))
      guard start < end else { continue }
      for (index, id) in try tokens.ids(start..<end).enumerated() {
        result[(start - from + index) * lanes + lane] = id
      }
    }
    return result
  }
}
