import GeulStorage

/// What the guard of a run did, and where in the corpus.
public struct GuardEvent: Sendable, Equatable {
  /// What was done.
  public enum Action: String, Sendable {
    /// The step was left out; the model is what it was before.
    case skip
    /// The model was made what it last was when it was sound, and learns at a lower rate.
    case restore
  }

  /// What was found.
  public enum Finding: Sendable, Equatable {
    /// The loss was infinite or no number.
    case lossNotFinite
    /// The loss was beyond all that the latest steps let expect.
    case lossSpike(loss: Double, bound: Double)
    /// The gradient's norm was infinite or no number.
    case gradientNotFinite
    /// The gradient's norm was beyond all that the latest steps let expect.
    case gradientSpike(norm: Double, bound: Double)
    /// A parameter, or a moment of the optimizer, would have become infinite or no number.
    case updateNotFinite
    /// Step after step had to be left out.
    case skippedTooMany(steps: Int)
    /// Half of the latest losses are above what guessing costs.
    case worseThanGuessing(loss: Double, guessing: Double)
  }

  /// Where in the corpus the batch was read.
  public struct Place: Sendable, Equatable {
    /// 0 first.
    public let epoch: Int
    /// The chunk of the epoch, 0 first.
    public let chunk: Int
    /// The lane whose targets cost most; the first, where none can be told.
    public let lane: Int
    /// The symbols of the corpus that this lane read.
    public let symbols: Range<Int>
  }

  /// The step, counted from 1.
  public let step: Int
  /// What was done.
  public let action: Action
  /// Why.
  public let finding: Finding
  /// Where.
  public let place: Place
  /// The learning rate from now on, as a part of what was asked for.
  public let rateScale: Double
}

extension GuardEvent: CustomStringConvertible {
  /// One line: what was found, where, what was done.
  public var description: String {
    let found =
      switch finding {
      case .lossNotFinite: "the loss was not finite"
      case .lossSpike(let loss, let bound):
        "the loss was \(Self.brief(loss)), at most \(Self.brief(bound)) is to be expected"
      case .gradientNotFinite: "the gradient was not finite"
      case .gradientSpike(let norm, let bound):
        "the gradient's norm was \(Self.brief(norm)), at most \(Self.brief(bound)) is to be expected"
      case .updateNotFinite: "a parameter would not have been finite"
      case .skippedTooMany(let steps): "\(steps) steps in a row had to be left out"
      case .worseThanGuessing(let loss, let guessing):
        "the loss is \(Self.brief(loss)) where guessing costs \(Self.brief(guessing))"
      }
    let symbols = "symbols \(place.symbols.lowerBound) to \(place.symbols.upperBound) of the corpus"
    switch action {
    case .skip: return "step \(step): \(found); the step was left out (\(symbols))"
    case .restore:
      return
        "step \(step): \(found); the model was made what it was when it was last sound, and its "
        + "learning rate is now \(Self.brief(rateScale)) of what was asked for"
    }
  }

  private static func brief(_ number: Double) -> String {
    JSONLine.rounded(number, digits: 4).description
  }

  /// The event as the command prints it, and as a line of `log.jsonl`.
  var json: JSONValue {
    var object = JSONObject([
      ("event", "guard"), ("step", .integer(Int64(step))), ("action", .string(action.rawValue)),
    ])
    for (key, value) in finding.members { object.append(key, value) }
    object.append(
      "place",
      [
        "epoch": .integer(Int64(place.epoch)), "chunk": .integer(Int64(place.chunk)),
        "lane": .integer(Int64(place.lane)),
        "symbols": [
          .integer(Int64(place.symbols.lowerBound)), .integer(Int64(place.symbols.upperBound)),
        ],
      ])
    object.append("rate_scale", .number(rateScale))
    return .object(object)
  }
}

extension GuardEvent.Finding {
  fileprivate var members: [(String, JSONValue)] {
    switch self {
    case .lossNotFinite: [("finding", "loss_not_finite")]
    case .lossSpike(let loss, let bound):
      [("finding", "loss_spike"), ("loss", .number(loss)), ("bound", .number(bound))]
    case .gradientNotFinite: [("finding", "gradient_not_finite")]
    case .gradientSpike(let norm, let bound):
      [("finding", "gradient_spike"), ("norm", .number(norm)), ("bound", .number(bound))]
    case .updateNotFinite: [("finding", "update_not_finite")]
    case .skippedTooMany(let steps):
      [("finding", "skipped_too_many"), ("steps", .integer(Int64(steps)))]
    case .worseThanGuessing(let loss, let guessing):
      [
        ("finding", "worse_than_guessing"), ("loss", .number(loss)),
        ("guessing", .number(guessing)),
      ]
    }
  }
}
