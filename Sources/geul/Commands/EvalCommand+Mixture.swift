import GeulKit

/// `geul eval --mix`: models of one vocabulary together.
extension EvalCommand {
  /// Refuses what a mixture has no part in.
  func checkMixture() throws {
    guard !mix.isEmpty, per != nil else { return }
    throw Failure.usage("--per scores by one model; leave out --mix, or --per")
  }

  /// Fits the shares on the run's validation text, and scores the text by each model alone and by all together.
  func scoreMixture(
    _ language: LanguageModel, _ checkpoint: String, _ configuration: JSONReader,
    _ evaluator: Evaluator
  ) throws {
    var members = [try member(language, called: checkpoint)]
    for path in mix {
      if path == "cache" {
        members.append(.cache)
        continue
      }
      let folder = try ModelOptions.open(path, nil)
      members.append(try member(try LanguageModel(folder), called: folder.path))
    }
    let validation = try own(.validation, language, ofRunOf: checkpoint, configuration)
    var (fitting, scored) = (validation, validation)
    if files.isEmpty, split ?? .validation == .validation {
      // Shares fitted on what is scored would flatter it.
      (fitting, scored) = validation.halves
    } else {
      scored = try text(language, ofRunOf: checkpoint, configuration)
    }
    guard !fitting.range.isEmpty, !scored.range.isEmpty else {
      throw Failure(
        .badData,
        "expected a validation text to fit the shares on, found none; train with --validation")
    }
    let mixture = try ModelMixture(
      members, fittedOn: fitting, scoring: scored, by: evaluator, pool: try threads.makePool(),
      stop: Signals.stop)
    if json { return try Output.json(mixture.json) }
    try tell(mixture)
  }

  private func member(_ language: LanguageModel, called name: String) throws
    -> ModelMixture.Member
  {
    let kind = try Precision.scoringKind(precision, forOneOf: language.model.configuration)
    return .model(language, called: name, kind)
  }

  private func tell(_ mixture: ModelMixture) throws {
    for line in mixture.mixed.lines { try Output.line(line) }
    try Output.line("shares      fitted on \(mixture.fittedOn)")
    var table = TextTable(
      [.left, .right, .right], heading: ["model", "share", "bits per character alone"])
    for (report, weight) in zip(mixture.alone, mixture.weights) {
      table.add([
        report.model, Figures.fixed(weight, 4),
        Figures.fixed(report.evaluation.bitsPerCharacter, 4),
      ])
    }
    try Output.write(table.text())
    guard let difference = mixture.difference else { return }
    try Output.line(
      "to the best alone: \(Figures.fixed(difference.difference, 4)) ± "
        + "\(Figures.fixed(difference.standardError, 4)) bits per character, p "
        + Figures.chance(difference.p))
  }
}
