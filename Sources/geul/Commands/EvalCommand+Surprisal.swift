import GeulKit

/// `geul eval --surprisal` and `--fit-temperature`.
extension EvalCommand {
  /// Refuses what goes with one model and one whole text alone.
  func checkSurprisal() throws {
    for (flag, isGiven) in [("surprisal", surprisal != nil), ("fit-temperature", fitTemperature)]
    where isGiven && (per != nil || !mix.isEmpty) {
      throw Failure.usage(
        "--\(flag) is of one model and a whole text; leave out --\(per != nil ? "per" : "mix")")
    }
    if let surprisal { try PlainFiles.checkWritable(surprisal) }
  }

  /// Writes the table or the page that was asked for.
  func writeSurprisal(
    _ nats: [Float], _ text: EvaluationText, _ language: LanguageModel, _ checkpoint: String
  ) throws {
    guard let path = surprisal else { return }
    if path.lowercased().hasSuffix(".html") {
      let page = try SurprisalPage(
        text, language, called: checkpoint, kind: try kind(of: language),
        pool: try threads.makePool(), stop: Signals.stop)
      try AtomicFile(path).write(Array(page.html.utf8))
      let left = text.range.count - page.symbols
      if left > 0 {
        Notes.line(
          "\(path) shows the first \(Figures.grouped(page.symbols)) symbols; a table (.tsv) has all"
        )
      }
      return
    }
    let pending = try AtomicFile(path).begin()
    do {
      try pending.writer.write(SurprisalTable.header)
      try text.tokens.forEachBlock(of: text.range) { (ids, start) throws(StorageError) in
        for (offset, id) in ids.enumerated() {
          let place = start - text.range.lowerBound + offset
          try pending.writer.write(
            SurprisalTable.row(
              place + 1, nats: nats[place], symbol: language.tokenizer.name(ofSymbol: id)))
        }
      }
      try pending.commit()
    } catch {
      pending.abandon()
      throw error
    }
  }
}

/// The figures of a text at the temperature that fits another best.
struct TemperedReport {
  private let temperature: Temperature
  private let fittedOn: String
  private let report: EvaluationReport

  init(
    _ plain: EvaluationReport, _ text: EvaluationText, _ language: LanguageModel,
    _ checkpoint: String, _ configuration: JSONReader, _ evaluator: Evaluator,
    _ command: EvalCommand
  ) throws {
    let validation = try command.own(
      .validation, language, ofRunOf: checkpoint, configuration)
    guard validation.range.count >= 2 else {
      throw Failure(
        .badData,
        "expected a validation text to fit the temperature on, found none; train with --validation")
    }
    let (kind, pool) = (try command.kind(of: language), try command.threads.makePool())
    temperature = try Temperature(
      fitting: validation.tokens, range: validation.range, model: language.model, kind: kind,
      pool: pool, stop: Signals.stop)
    fittedOn = validation.name
    var tempered = evaluator
    tempered.temperature = temperature.value
    report = try text.score(
      language, called: plain.model, by: tempered, kind: kind, pool: pool, stop: Signals.stop)
  }

  var figures: FurtherFigures {
    FurtherFigures(
      lines: [
        "temperature \(Figures.fixed(temperature.value, 3)) fits \(fittedOn) best",
        "            \(Figures.fixed(report.evaluation.bitsPerCharacter, 4)) bits per character by it",
      ],
      members: [
        ("temperature", .number(temperature.value)), ("temperature_fitted_on", .string(fittedOn)),
        ("tempered_nats_per_symbol", .number(report.evaluation.score.natsPerSymbol)),
        ("tempered_bits_per_character", .number(report.evaluation.bitsPerCharacter)),
      ])
  }
}
