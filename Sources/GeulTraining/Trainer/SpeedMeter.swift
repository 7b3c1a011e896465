/// Symbols a second over the latest steps.
struct SpeedMeter {
  private var steps: [(symbols: Int, seconds: Double)] = []

  /// Notes a step.
  mutating func add(symbols: Int, seconds: Double) {
    steps.append((symbols, seconds))
    if steps.count > 20 { steps.removeFirst() }
  }

  /// The speed over at most twenty steps.
  var symbolsPerSecond: Double {
    let seconds = steps.reduce(0) { $0 + $1.seconds }
    return seconds > 0 ? Double(steps.reduce(0) { $0 + $1.symbols }) / seconds : 0
  }
}
