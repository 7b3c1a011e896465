/// When a run evaluates, saves and samples, and when it did last.
struct RunPace {
  /// When a checkpoint is saved, besides the best and the last.
  let saveEvery: Cadence
  /// When the validation text is scored.
  private let evaluateEvery: Cadence
  /// Whether that was asked for, whatever it costs.
  private let wasAsked: Bool
  private var evaluated = CadenceClock(step: 0, seconds: 0)
  /// What the latest evaluation took.
  private var evaluationSeconds = 0.0
  var saved = CadenceClock(step: 0, seconds: 0)
  var sampled = CadenceClock(step: 0, seconds: 0)

  /// Evaluations of a run, if nothing else is asked for.
  private static let evaluations = 20
  /// How many times as long a run trains as it evaluates, if nothing else is asked for.
  private static let trainingShare = 10.0

  /// The pace that the settings ask for, or one that suits the run's length.
  ///
  /// A run that steps or epochs end evaluates at the same steps each time it is made; one that the clock alone ends does
  /// so by the clock, unless its schedule heeds evaluations.
  init(_ training: TrainingConfiguration, stepsPerEpoch: Int) {
    saveEvery = training.saveEvery ?? .seconds(60)
    wasAsked = training.evaluateEvery != nil
    if let asked = training.evaluateEvery {
      evaluateEvery = asked
    } else if let steps = training.lastStep(stepsPerEpoch: stepsPerEpoch) {
      evaluateEvery = .steps(min(max(steps / Self.evaluations, 10), 1000))
    } else if training.schedule == .plateau || training.minutes == nil {
      evaluateEvery = .steps(min(max(stepsPerEpoch, 50), 1000))
    } else {
      let seconds = (training.minutes ?? 0) * 60 / Double(Self.evaluations)
      evaluateEvery = .seconds(min(max(seconds, 3), 120))
    }
  }

  /// Whether the validation text is to be scored after step `step`.
  func isEvaluationDue(step: Int, seconds: Double) -> Bool {
    var cadence = evaluateEvery
    // A text that takes long to score is scored less often.
    if !wasAsked, case .seconds(let interval) = cadence {
      cadence = .seconds(max(interval, Self.trainingShare * evaluationSeconds))
    }
    return evaluated.isDue(cadence, step: step, seconds: seconds)
  }

  /// Notes that it was scored, from `begun` to `seconds` on the run's clock.
  mutating func noteEvaluation(step: Int, begun: Double, seconds: Double) {
    evaluated.note(step: step, seconds: seconds)
    evaluationSeconds = seconds - begun
  }

  /// Starts counting where a resumed run stands.
  mutating func begin(step: Int, seconds: Double) {
    evaluated = CadenceClock(step: step, seconds: seconds)
    saved = evaluated
    sampled = evaluated
  }
}

extension TrainingConfiguration {
  /// What ends a run, for a person: `100 steps`, `10 epochs or 5 minutes`.
  public var length: String {
    func amount(_ number: Double, _ unit: String) -> String {
      let digits = number == number.rounded() && number < 1e15 ? "\(Int(number))" : "\(number)"
      return "\(digits) \(unit)\(number == 1 ? "" : "s")"
    }
    var ends: [String] = []
    if let steps { ends.append(amount(Double(steps), "step")) }
    if let epochs { ends.append(amount(epochs, "epoch")) }
    if let minutes { ends.append(amount(minutes, "minute")) }
    if let patience {
      ends.append("\(amount(Double(patience), "evaluation")) without improvement")
    }
    return ends.isEmpty ? amount(10, "epoch") : ends.joined(separator: " or ")
  }

  /// The part of a run that is behind, 0 … 1, after so many steps of at most `last`, and so many seconds: of its steps or
  /// of its time, whichever is more.
  func fraction(step: Int, of last: Int?, seconds: Double) -> Double {
    var fraction = 0.0
    if let last { fraction = Double(step) / Double(last) }
    if let minutes { fraction = max(fraction, seconds / (minutes * 60)) }
    return min(1, fraction)
  }

  /// How the learning rate moves.
  var rateSchedule: LearningRateSchedule {
    LearningRateSchedule(kind: schedule, rate: learningRate, warmUp: warmUp)
  }

  /// Steps after which a run ends at the latest; nil if only the clock ends it.
  func lastStep(stepsPerEpoch: Int) -> Int? {
    var ends: [Int] = []
    if let steps { ends.append(steps) }
    if let epochs {
      let steps = (epochs * Double(stepsPerEpoch)).rounded(.up)
      ends.append(Int(min(max(1, steps), 0x1p53)))
    }
    if ends.isEmpty && minutes == nil && patience == nil { ends.append(10 * stepsPerEpoch) }
    return ends.min()
  }
}
