/// Where in all that was coded so far stands what stands before the next symbol of each lane, the longest that is found.
struct LongestMatch {
  /// What matches so many symbols or more is one.
  static let mostLength = 63

  private struct Place {
    var lane = 0
    var index = 0
    var length = 0
  }

  private var places: [Place]
  /// For hashes of five symbols the place behind them, its lane above 40 bits; 0 is none.
  private var table: [UInt64]

  init(lanes: Int, tableBits: Int) {
    places = [Place](repeating: Place(), count: lanes)
    table = [UInt64](repeating: 0, count: 1 << tableBits)
  }

  /// Finds a lane's match anew after a symbol was appended to it; `lanes` has all that was coded.
  mutating func goOn(_ lane: Int, _ lanes: [LaneContexts]) {
    var place = places[lane]
    let past = lanes[lane].past
    if place.length > 0, place.index < lanes[place.lane].past.count,
      lanes[place.lane].past[place.index] == past[past.count - 1]
    {
      place.index += 1
      place.length = min(place.length + 1, Self.mostLength)
    } else {
      place.length = 0
    }
    if past.count >= 5 {
      let slot = Int(truncatingIfNeeded: lanes[lane].five) & (table.count - 1)
      if place.length == 0, table[slot] != 0 {
        place = Place(lane: Int(table[slot] >> 40), index: Int(table[slot] & (1 << 40 - 1)))
        place.length = Self.length(lanes[place.lane].past, place.index, past)
      }
      table[slot] = UInt64(lane) << 40 | UInt64(past.count)
    }
    places[lane] = place
  }

  /// The symbol that a lane's match expects, and the match's length; nil without a match.
  func expected(_ lane: Int, _ lanes: [LaneContexts]) -> (symbol: Int, length: Int)? {
    let place = places[lane]
    guard place.length > 0, place.index < lanes[place.lane].past.count else { return nil }
    return (Int(lanes[place.lane].past[place.index]), place.length)
  }

  /// Symbols before `index` that are those at the end of `past`; fewer than three are as none.
  private static func length(_ there: [UInt32], _ index: Int, _ past: [UInt32]) -> Int {
    var length = 0
    while length < mostLength, length < index, length < past.count,
      there[index - 1 - length] == past[past.count - 1 - length]
    {
      length += 1
    }
    return length < 3 ? 0 : length
  }
}
