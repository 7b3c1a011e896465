import GeulStorage

/// What would make a better model, as far as the losses of a run say it.
public struct TrainingAdvice: Sendable, Equatable {
  /// What the losses have shown.
  public enum Finding: String, Sendable, CaseIterable {
    /// Hardly more is known than how frequent each symbol is: longer training or a higher learning rate helps.
    case begun
    /// The validation loss was still falling: longer training helps.
    case falling
    /// The validation loss has risen while the training loss fell: a smaller model, dropout or more text helps.
    case overfitting
    /// The validation loss is far above the training loss and falls no more: the same helps.
    case memorizing
    /// Both losses are alike and fall no more: a larger model helps.
    case flat
    /// Both losses have risen: a lower learning rate helps.
    case rising
    /// Hardly anything is left to learn.
    case learnt
  }

  /// What the losses have shown.
  public let finding: Finding
  /// The step of the lowest validation loss.
  public let bestStep: Int
  /// What was found and what would help, in a sentence.
  public let message: String

  /// The part of a loss by which it must have fallen in the latter half of a run for longer training to be worth its
  /// time: twice as long would then bring about as much again, and less no reader can tell from the texts. Where the
  /// learning rate sinks to nothing at the end, the last steps alone say little.
  static let leastFall = 0.02
  /// The part of what the frequencies of the symbols alone cost, above which a model has but begun.
  static let begunShare = 0.9
  /// The part by which the validation loss must lie above its lowest to have risen: from one evaluation to the next it
  /// wavers by less.
  static let leastRise = 0.01
  /// The same where the training loss rose too, as it does for a while without harm.
  static let leastCommonRise = 0.03
  /// The part of the validation loss by which the training loss is below it, where the text is learnt by heart; another
  /// part of the same text may well be harder by a tenth.
  static let leastGap = 0.15
  /// Nats a symbol from which on there is something left to learn.
  static let leastLoss = 0.05
  /// Evaluations that it takes to say more than that the loss falls.
  static let leastPoints = 4

  /// What a run's curve says; nil where it says nothing. `unigram` is what the frequencies of the symbols alone cost the
  /// validation text, in nats a symbol, if that is known.
  public init?(_ curve: TrainingCurve, unigram: Double? = nil) {
    let points = curve.points
    guard points.count >= 2, let first = points.first, let last = points.last,
      let best = points.min(by: { $0.validation < $1.validation }), best.validation.isFinite
    else { return nil }
    let half = first.step + (last.step - first.step) / 2
    let earlier =
      points.filter { $0.step <= half }.map(\.validation).min() ?? first.validation
    // What was best before the last quarter has fallen no further, however much it did at first. Of a run of a few
    // evaluations no more can be told.
    let quarter = first.step + (last.step - first.step) * 3 / 4
    let isFalling =
      best.validation < earlier * (1 - Self.leastFall) && best.step >= quarter
      || points.count < Self.leastPoints && best == last
    var finding = Self.finding(points.count, best: best, last: last, isFalling: isFalling)
    if let unigram, finding == .flat, last.validation > Self.begunShare * unigram {
      finding = .begun
    }
    guard let finding else { return nil }
    self.finding = finding
    bestStep = best.step
    message = Self.message(finding, earlier: earlier, best: best, last: last)
  }

  private static func finding(
    _ count: Int, best: TrainingCurve.Point, last: TrainingCurve.Point, isFalling: Bool
  ) -> Finding? {
    let (validation, training) = (last.validation, last.training)
    if validation < leastLoss { return .learnt }
    if isFalling && count < leastPoints { return .falling }
    guard count >= leastPoints else { return nil }
    let rise = validation / best.validation - 1
    if rise > leastRise, training < best.training { return .overfitting }
    if rise > leastCommonRise { return .rising }
    if isFalling { return .falling }
    return training < validation * (1 - leastGap) ? .memorizing : .flat
  }

  private static func message(
    _ finding: Finding, earlier: Double, best: TrainingCurve.Point, last: TrainingCurve.Point
  ) -> String {
    let (training, validation) = (digits(last.training), digits(last.validation))
    let remedy =
      "more --dropout, a smaller model or more text would help, longer training would not"
    switch finding {
    case .begun:
      return
        "it has learnt little more than how frequent each symbol is (validation loss \(validation)): longer training "
        + "or a higher --learning-rate would help"
    case .falling:
      return
        "the validation loss was still falling, from \(digits(earlier)) to \(digits(best.validation)) in the latter "
        + "half: longer training would help"
    case .overfitting:
      return
        "it over-fits since step \(best.step): the validation loss rose from \(digits(best.validation)) to "
        + "\(validation) while the training loss fell from \(digits(best.training)) to \(training); \(remedy)"
    case .memorizing:
      return
        "it learns its text by heart: the training loss is \(training), the validation loss \(validation) and falls no "
        + "more; \(remedy)"
    case .flat:
      return
        "the losses fall no more (training \(training), validation \(validation)): a larger model or more text would "
        + "help, longer training hardly"
    case .rising:
      return
        "both losses have risen since step \(best.step), the validation loss from \(digits(best.validation)) to "
        + "\(validation): a lower --learning-rate would help"
    case .learnt:
      return "hardly anything is left to learn: the validation loss is \(validation)"
    }
  }

  private static func digits(_ loss: Double) -> String {
    JSONLine.rounded(loss, digits: 3).description
  }

  /// An object: `finding, best_step, message`.
  var json: JSONValue {
    [
      "finding": .string(finding.rawValue), "best_step": .integer(Int64(bestStep)),
      "message": .string(message),
    ]
  }
}
