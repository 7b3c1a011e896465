import GeulModel
import Glibc

/// How long a run lasts, and how far it has come.
extension Trainer {
  /// Steps of one epoch.
  public var stepsPerEpoch: Int { reader.chunkCount }

  /// Steps after which the run ends at the latest; nil if only the clock ends it.
  var lastStep: Int? {
    let training = settings.training
    var ends: [Int] = []
    if let steps = training.steps { ends.append(steps) }
    if let epochs = training.epochs {
      let steps = (epochs * Double(stepsPerEpoch)).rounded(.up)
      ends.append(Int(min(max(1, steps), 0x1p53)))
    }
    if ends.isEmpty && training.minutes == nil { ends.append(10 * stepsPerEpoch) }
    return ends.min()
  }

  /// Steps between evaluations.
  var evaluateEvery: Int {
    settings.training.evaluateEvery ?? min(max(stepsPerEpoch, 100), 1000)
  }

  /// Whether something that happens every so many steps happens now.
  func isDue(_ every: Int) -> Bool { progress.step % every == 0 }

  /// Whether the validation text is still to be scored after the latest step.
  func awaitsEvaluation(at seconds: Double) -> Bool {
    data.validation != nil && progress.evaluatedStep < progress.step
      && (isDue(evaluateEvery) || isComplete(at: seconds))
  }

  /// Whether the run is at its end.
  func isComplete(at seconds: Double) -> Bool {
    if let lastStep, progress.step >= lastStep { return true }
    if let minutes = settings.training.minutes, seconds >= minutes * 60 { return true }
    return false
  }

  /// The part of the run that is behind, 0 … 1: of its steps or of its time, whichever is more.
  func fraction(at seconds: Double) -> Double {
    var fraction = 0.0
    if let lastStep { fraction = Double(progress.step) / Double(lastStep) }
    if let minutes = settings.training.minutes {
      fraction = max(fraction, seconds / (minutes * 60))
    }
    return min(1, fraction)
  }

  /// The facts of the run's start.
  var startFacts: TrainingEvent.Start {
    TrainingEvent.Start(
      parameters: model.layout.count, vocabulary: settings.model.vocabulary,
      trainingSymbols: data.train.count, validationSymbols: data.validation?.range.count ?? 0,
      stepsPerEpoch: stepsPerEpoch, lanes: reader.lanes, sequence: reader.steps,
      precision: settings.training.precision.rawValue, threads: pool.count, step: progress.step)
  }

  /// The facts of the step that was just done.
  func stepFacts(loss: Double, norm: Double, rate: Double, speed: SpeedMeter) -> TrainingEvent.Step
  {
    let done = fraction(at: progress.seconds)
    return TrainingEvent.Step(
      step: progress.step,
      epoch: Double(progress.epoch) + Double(progress.chunk) / Double(stepsPerEpoch), loss: loss,
      bitsPerCharacter: loss / log(2) * data.symbolsPerCharacter, learningRate: rate,
      gradientNorm: norm, symbolsPerSecond: speed.symbolsPerSecond,
      charactersPerSecond: speed.symbolsPerSecond / data.symbolsPerCharacter,
      secondsLeft: done > 0 ? progress.seconds * (1 - done) / done : .infinity)
  }
}
