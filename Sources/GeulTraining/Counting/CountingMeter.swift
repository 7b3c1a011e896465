import GeulModel

/// How far a counting has come, as it is told.
struct CountingMeter {
  private let data: TrainingData
  private let clock: RunClock

  init(_ data: TrainingData, _ clock: RunClock) { (self.data, self.clock) = (data, clock) }

  func facts(_ stage: NGramCounter.Stage, symbols: Int) -> TrainingEvent.Counting {
    let seconds = clock.seconds
    let speed = seconds > 0 ? Double(symbols) / seconds : 0
    return TrainingEvent.Counting(
      stage: stage, symbols: symbols, total: data.train.count, symbolsPerSecond: speed,
      charactersPerSecond: speed / data.symbolsPerCharacter, seconds: seconds)
  }
}
