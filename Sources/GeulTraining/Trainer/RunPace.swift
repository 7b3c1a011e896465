/// When a run evaluates, saves and samples, and when it did last.
struct RunPace {
  /// When the validation text is scored.
  let evaluateEvery: Cadence
  /// When a checkpoint is saved, besides the best and the last.
  let saveEvery: Cadence
  var evaluated = CadenceClock(step: 0, seconds: 0)
  var saved = CadenceClock(step: 0, seconds: 0)
  var sampled = CadenceClock(step: 0, seconds: 0)

  /// Evaluations of a run, if nothing else is asked for.
  private static let evaluations = 20

  /// The pace that the settings ask for, or one that suits the run's length.
  ///
  /// A run that steps or epochs end evaluates at the same steps each time it is made; one that the clock alone ends does
  /// so by the clock, unless its schedule heeds evaluations.
  init(_ training: TrainingConfiguration, stepsPerEpoch: Int) {
    saveEvery = training.saveEvery ?? .seconds(60)
    if let asked = training.evaluateEvery {
      evaluateEvery = asked
    } else if let steps = training.lastStep(stepsPerEpoch: stepsPerEpoch) {
      evaluateEvery = .steps(min(max(steps / Self.evaluations, 10), 1000))
    } else if training.schedule == .plateau {
      evaluateEvery = .steps(min(max(stepsPerEpoch, 100), 1000))
    } else {
      let seconds = (training.minutes ?? 0) * 60 / Double(Self.evaluations)
      evaluateEvery = .seconds(min(max(seconds, 3), 120))
    }
  }

  /// Starts counting where a resumed run stands.
  mutating func begin(step: Int, seconds: Double) {
    evaluated = CadenceClock(step: step, seconds: seconds)
    saved = evaluated
    sampled = evaluated
  }
}

extension TrainingConfiguration {
  /// Steps after which a run ends at the latest; nil if only the clock ends it.
  func lastStep(stepsPerEpoch: Int) -> Int? {
    var ends: [Int] = []
    if let steps { ends.append(steps) }
    if let epochs {
      let steps = (epochs * Double(stepsPerEpoch)).rounded(.up)
      ends.append(Int(min(max(1, steps), 0x1p53)))
    }
    if ends.isEmpty && minutes == nil { ends.append(10 * stepsPerEpoch) }
    return ends.min()
  }
}
