import GeulStorage

extension TrainingProgress {
  /// The progress as `training.json` holds it.
  var json: JSONValue {
    [
      "step": .integer(Int64(step)), "epoch": .integer(Int64(epoch)),
      "chunk": .integer(Int64(chunk)), "seconds": .number(seconds),
      "step_seconds": .number(stepSeconds), "symbols": .integer(Int64(symbols)),
      "evaluated_step": .integer(Int64(evaluatedStep)), "best": best?.json ?? .null,
      "reductions": .integer(Int64(reductions)),
      "evaluations_since_best": .integer(Int64(evaluationsSinceBest)),
      "landmark": landmark?.json ?? .null,
      "evaluations_since_landmark": .integer(Int64(evaluationsSinceLandmark)),
      "skipped_steps": .integer(Int64(skippedSteps)),
      "restorations": .integer(Int64(restorations)), "rate_scale": .number(rateScale),
      "loss_sum": .number(lossSum), "loss_steps": .integer(Int64(lossSteps)),
      "curve": curve.json,
    ]
  }

  /// Reads what `json` wrote; throws `StorageError.corrupt` where it is something else.
  init(_ reader: JSONReader) throws(StorageError) {
    self.init()
    // No run comes near; beyond, sums would overflow.
    let counts = 0...1 << 53
    step = try reader.integer(at: "step", in: counts)
    epoch = try reader.integer(at: "epoch", in: counts)
    chunk = try reader.integer(at: "chunk", in: counts)
    seconds = try Self.seconds(reader, "seconds")
    stepSeconds = try Self.seconds(reader, "step_seconds")
    symbols = try reader.integer(at: "symbols", in: counts)
    evaluatedStep = try reader.integer(at: "evaluated_step", in: counts)
    best = try Self.evaluation(reader, "best")
    landmark = try Self.evaluation(reader, "landmark")
    evaluationsSinceLandmark =
      try reader.optionalInteger(at: "evaluations_since_landmark") ?? 0
    reductions = try reader.integer(at: "reductions", in: counts)
    evaluationsSinceBest = try reader.integer(at: "evaluations_since_best", in: counts)
    skippedSteps = try reader.integer(at: "skipped_steps", in: counts)
    // Earlier versions took no model back.
    restorations = try reader.optionalInteger(at: "restorations") ?? 0
    rateScale = try reader.optionalNumber(at: "rate_scale") ?? 1
    // Nor did they keep what the losses were.
    lossSum = try reader.optionalNumber(at: "loss_sum") ?? 0
    lossSteps = try reader.optionalInteger(at: "loss_steps") ?? 0
    if let curve = try reader.presentMember(at: "curve") { self.curve = try TrainingCurve(curve) }
  }

  private static func evaluation(
    _ reader: JSONReader, _ key: String
  ) throws(StorageError) -> BestEvaluation? {
    guard let member = try reader.presentMember(at: key) else { return nil }
    return BestEvaluation(
      step: try member.integer(at: "step", in: 0...1 << 53),
      natsPerSymbol: try member.number(at: "nats_per_symbol"))
  }

  private static func seconds(_ reader: JSONReader, _ key: String) throws(StorageError) -> Double {
    let member = try reader.member(at: key)
    let seconds = try member.number()
    guard (0...0x1p53).contains(seconds) else {
      throw member.refusal(expected: "seconds from 0 to \(1 << 53)")
    }
    return seconds
  }
}

extension BestEvaluation {
  /// An object: `step, nats_per_symbol`.
  var json: JSONValue {
    ["step": .integer(Int64(step)), "nats_per_symbol": .number(natsPerSymbol)]
  }
}
