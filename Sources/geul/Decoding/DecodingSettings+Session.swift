import GeulKit

extension DecodingSettings {
  /// Lets the session write the allowed characters only; throws a usage error if none of them is among its symbols.
  func apply<Predictor>(to session: TextSession<Predictor>) throws {
    let before = session.allowed
    session.allowed = try allowed()
    guard session.canWrite else {
      session.allowed = before
      throw Failure.usage(
        "none of the model's \(Figures.grouped(session.tokenizer.symbolCount)) symbols may come with these "
          + "only and forbid; allow characters of its vocabulary")
    }
    if session.allowed != before { tellMissing(session) }
  }

  /// Tells which characters of `only` the model lacks.
  private func tellMissing<Predictor>(_ session: TextSession<Predictor>) {
    let missing = session.missingCharacters
    guard only != nil, !missing.isEmpty else { return }
    Output.error("geul: the model cannot write these of only: \(TerminalText.line(missing))")
  }

  /// How a symbol is chosen, step by step.
  var chain: String {
    var steps = ["what may not come is left out"]
    if let beam {
      let kind =
        sampling.temperature == 0
        ? "the most probable texts" : "different texts, drawn (stochastic beam search)"
      // Where a beam takes the most probable, filters apply as at temperature 1.
      var filters = sampling
      if filters.temperature == 0 { filters.temperature = 1 }
      steps += filters.steps.dropLast() + ["a beam of \(beam): \(kind)"]
    } else {
      steps += sampling.steps
    }
    return steps.joined(separator: " → ")
  }
}
