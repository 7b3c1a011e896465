import GeulKit

/// `geul eval --dynamic`: a model that goes on learning from what it has scored.
extension EvalCommand {
  /// Refuses what does not go with learning from one stream.
  func checkDynamic() throws {
    guard dynamic else {
      if tune { throw Failure.usage("--tune is of --dynamic; add that, or leave it out") }
      return
    }
    let others = [
      ("per", per != nil), ("mix", !mix.isEmpty), ("surprisal", surprisal != nil),
      ("fit-temperature", fitTemperature), ("windows", windows != nil), ("lanes", lanes != nil),
      ("warm-up", warmUp != nil || warmUpAlias != nil),
      ("precision", precision != nil && precision != .fp32),
    ]
    if let (flag, _) = others.first(where: \.1) {
      throw Failure.usage("--dynamic learns in fp32 from one stream; leave out --\(flag)")
    }
  }

  /// Scores the text as it stands and while learning from it, in one lane each.
  func scoreDynamically(
    _ language: LanguageModel, _ checkpoint: String, _ configuration: JSONReader
  ) throws {
    let training = try own(.train, language, ofRunOf: checkpoint, configuration)
    let validation = try own(.validation, language, ofRunOf: checkpoint, configuration)
    var (tuned, scored) = (validation, validation)
    let isOwn = files.isEmpty && (split ?? .validation) == .validation
    if isOwn, tune {
      // Settings chosen on what is scored would flatter it.
      (tuned, scored) = validation.halves
    } else if !isOwn {
      scored = try text(language, ofRunOf: checkpoint, configuration)
    }
    guard !scored.range.isEmpty, training.range.count > 1, !tune || !tuned.range.isEmpty else {
      throw Failure(.badData, "expected a text to score and one to tune on, found none of one")
    }
    let evaluation = try DynamicEvaluation(
      scored, language, called: checkpoint, training: training, tuningOn: tune ? tuned : nil,
      pool: try threads.makePool(), stop: Signals.stop,
      tell: { Notes.line($0) })
    if json { return try Output.json(evaluation.json) }
    for line in evaluation.dynamic.lines { try Output.line(line) }
    let settingsText =
      "rate \(evaluation.settings.rate), decay \(evaluation.settings.decay)"
      + (evaluation.tunedOn.map { ", tuned on \($0)" } ?? "")
    try Output.line("dynamic     \(settingsText)")
    try Output.line(
      "static      \(Figures.fixed(evaluation.still.evaluation.score.natsPerSymbol, 4)) nats per symbol, "
        + "\(Figures.fixed(evaluation.still.evaluation.bitsPerCharacter, 4)) bits per character, without learning"
    )
  }
}
