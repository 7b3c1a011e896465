import GeulKit

/// `geul eval --exact`: what lanes change.
extension EvalCommand {
  func checkExact() throws {
    guard exact else { return }
    let others = [
      ("per", per != nil), ("mix", !mix.isEmpty), ("dynamic", dynamic), ("windows", windows != nil),
    ]
    if let (flag, _) = others.first(where: \.1) {
      throw Failure.usage("--exact compares lanes with one stream; leave out --\(flag)")
    }
    if lanes == 1 { throw Failure.usage("--lanes 1 is exact; leave out --exact") }
  }

  /// The figure of one stream, and how far the lanes' is from it.
  func exactFigures(
    _ laned: EvaluationReport, _ text: EvaluationText, _ language: LanguageModel,
    _ checkpoint: String
  ) throws -> FurtherFigures {
    var nats: [Float] = []
    let one = try score(text, language, checkpoint, Evaluator(lanes: 1, warmUp: 0), into: &nats)
    let bits = one.evaluation.bitsPerCharacter
    let difference = laned.evaluation.bitsPerCharacter - bits
    return FurtherFigures(
      lines: [
        "one stream  \(Figures.fixed(bits, 4)) bits per character; \(laned.evaluation.score.lanes) lanes are "
          + "\(Figures.fixed(difference, 6)) from it"
      ],
      members: [
        ("exact_bits_per_character", .number(bits)), ("lanes_difference", .number(difference)),
      ])
  }
}

/// Figures beside those of every evaluation: lines, and the members of its JSON.
struct FurtherFigures {
  var lines: [String] = []
  var members: [(String, JSONValue)] = []

  static func += (figures: inout FurtherFigures, others: FurtherFigures) {
    figures.lines += others.lines
    figures.members += others.members
  }

  /// The report with these members.
  func json(_ report: EvaluationReport) -> JSONValue {
    guard case .object(var object) = report.json else { return report.json }
    for (key, value) in members { object.append(key, value) }
    return .object(object)
  }
}
