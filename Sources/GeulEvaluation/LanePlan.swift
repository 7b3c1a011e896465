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
  /// Symbols a lane reads before it scores, its part's predecessor not counted; of a lane with fewer in front, all.
  let warmUp: Int
  /// Whether nothing stands before the range, so that its first symbol cannot be predicted.
  let firstHasNoPast: Bool
  /// Places where lanes begin to read the text later than the others, whose warm-up begins behind its beginning.
  private let beginnings: [Beginning]

  /// The position at which a lane reads the text's first symbol; nothing stands before that.
  private struct Beginning {
    let position: Int
    let lane: Int
  }

  init(tokens: TokenSequence, range: Range<Int>, lanes: Int, warmUp: Int) {
    self.tokens = tokens
    self.range = range
    self.lanes = lanes
    width = (range.count + lanes - 1) / lanes
    firstHasNoPast = range.lowerBound == 0
    // The last lane has the most in front.
    let inFront = LanePart.part(lanes - 1, of: lanes, in: range).lowerBound
    let warmUp = max(0, min(warmUp, inFront - 1))
    self.warmUp = warmUp
    beginnings = (0..<lanes).compactMap { lane in
      let position = 1 - LanePart.part(lane, of: lanes, in: range).lowerBound
      return position > -warmUp ? Beginning(position: position, lane: lane) : nil
    }
  }

  /// The lanes that begin to read the text at this position: what they read before was none.
  func lanes(beginningAt position: Int) -> [Int] {
    beginnings.filter { $0.position == position }.map(\.lane)
  }

  /// The next position at which something changes: a lane begins to read, scoring begins, all is scored.
  func border(after position: Int) -> Int {
    let end = position < 0 ? 0 : width
    return beginnings.reduce(end) { $1.position > position ? min($0, $1.position) : $0 }
  }

  /// The symbols to score at these positions of every lane, time-major; 0 where a lane has none.
  func symbols(at positions: Range<Int>) throws(StorageError) -> [UInt32] {
    try gather(positions, shift: 0)
  }

  /// The symbols that stand before those.
  func symbols(before positions: Range<Int>) throws(StorageError) -> [UInt32] {
    try gather(positions, shift: -1)
  }

  /// Where in the range the lane's symbol at this position stands; nil where it is none to score by prediction.
  func place(lane: Int, position: Int) -> Int? {
    let part = self.part(lane)
    if lane == 0 && position == 0 && firstHasNoPast { return nil }
    return position < part.count ? part.lowerBound - range.lowerBound + position : nil
  }

  private func part(_ lane: Int) -> Range<Int> { LanePart.part(lane, of: lanes, in: range) }

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

/// How a text is cut for lanes.
enum LanePart {
  /// What a lane has of a range: contiguous and near-equal, the first ones longer by one.
  static func part(_ lane: Int, of lanes: Int, in range: Range<Int>) -> Range<Int> {
    let base = range.count / lanes
    let extra = range.count % lanes
    let from = range.lowerBound + lane * base + min(lane, extra)
    return from..<from + base + (lane < extra ? 1 : 0)
  }
}
