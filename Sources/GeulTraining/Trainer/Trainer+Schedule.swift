import GeulStorage

/// What a run that goes on with another end should know of its learning rate.
extension Trainer {
  /// A line where the learning rate goes on from elsewhere than it would have under `settings`, from which these differ
  /// in where the run ends; nil where it does not.
  public func noteOnRate(after settings: TrainingConfiguration) -> String? {
    let training = self.settings.training
    guard settings.schedule == training.schedule, settings.learningRate == training.learningRate
    else { return nil }
    let (before, now) = (rate(under: settings), rate(under: training))
    guard abs(now - before) > 0.01 * before else { return nil }
    func digits(_ rate: Double) -> String { JSONLine.rounded(rate, digits: 3).description }
    let line =
      "the \(training.schedule.rawValue) schedule spans the new length, so the learning rate goes on "
      + "at \(digits(now)), where it stood at \(digits(before))"
    // At nothing nothing would be learnt.
    guard before > 0 else { return line }
    return line + "; to go on at that, add --schedule constant --learning-rate \(digits(before))"
  }

  /// The learning rate of the next step, were these the settings.
  private func rate(under settings: TrainingConfiguration) -> Double {
    let fraction = settings.fraction(
      step: progress.step, of: settings.lastStep(stepsPerEpoch: stepsPerEpoch),
      seconds: progress.seconds)
    return progress.rateScale
      * settings.rateSchedule.rate(
        step: progress.step, progress: fraction, reductions: progress.reductions)
  }
}
