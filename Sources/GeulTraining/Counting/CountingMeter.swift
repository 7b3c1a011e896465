import GeulModel

/// How far a counting has come, as it is told: each stage once, and what lasts five times a second.
struct CountingMeter {
  private let data: TrainingData
  private let clock: RunClock
  private var told: (stage: NGramCounter.Stage, seconds: Double)?

  private static let interval = 0.2

  init(_ data: TrainingData, _ clock: RunClock) { (self.data, self.clock) = (data, clock) }

  /// What is to be told of a stage after so many symbols, if it is time to.
  mutating func facts(
    _ stage: NGramCounter.Stage, symbols: Int
  ) -> TrainingEvent.Counting? {
    let seconds = clock.seconds
    if let told, told.stage == stage, seconds - told.seconds < Self.interval { return nil }
    told = (stage, seconds)
    let speed = seconds > 0 ? Double(symbols) / seconds : 0
    return TrainingEvent.Counting(
      stage: stage, symbols: symbols, total: data.train.count, symbolsPerSecond: speed,
      charactersPerSecond: speed / data.symbolsPerCharacter, seconds: seconds)
  }
}
