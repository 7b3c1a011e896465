/// What every reader asks of those who call it.
extension SequencePredictor {
  /// T of (T, B) symbols. Stops the program unless they are whole steps, 1 to `steps` of them.
  func stepCount(of symbols: [UInt32]) -> Int {
    let count = symbols.count / lanes
    precondition(
      symbols.count == count * lanes && count >= 1 && count <= steps,
      "\(symbols.count) symbols for \(lanes) lanes and at most \(steps) steps")
    return count
  }

  /// Stops the program unless every lane is to go on from one that is there.
  func check(_ sources: [Int]) {
    precondition(sources.count == lanes, "\(sources.count) sources for \(lanes) lanes")
    for source in sources {
      precondition(source >= 0 && source < lanes, "lane \(source) of \(lanes)")
    }
  }
}

extension PredictedSteps {
  /// Which rows of (T, B) are predicted.
  func rows(ofSteps steps: Int, lanes: Int) -> Range<Int> {
    switch self {
    case .all: 0..<steps * lanes
    case .last: (steps - 1) * lanes..<steps * lanes
    case .none: steps * lanes..<steps * lanes
    }
  }
}
