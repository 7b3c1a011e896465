/// How much training a run is allowed, as far as it can be told before it begins.
struct RunBudget {
  /// Symbols that it trains on in all; infinite where it ends once it gets no better.
  let symbols: Double
  /// What bounds it, for a person: `7 minutes`.
  let words: String

  /// The budget of a run over `text` symbols, at most so many a second, in steps of `step` symbols.
  init(
    _ training: TrainingChoices, text: Int, perSecond: Double, step: Int
  ) {
    var (bounds, words): ([Double], [String]) = ([], [])
    if let minutes = training.minutes {
      bounds.append(minutes * 60 * perSecond)
      words.append(Self.amount(minutes, "minute"))
    }
    if let epochs = training.epochs {
      bounds.append(epochs * Double(text))
      words.append(Self.amount(epochs, "epoch"))
    }
    if let steps = training.steps {
      bounds.append(Double(steps) * Double(step))
      words.append(Self.amount(Double(steps), "step"))
    }
    symbols = bounds.min() ?? .infinity
    self.words = words.isEmpty ? "no given end" : words.joined(separator: " or ")
  }

  /// A number of these, as in `1 epoch`.
  static func amount(_ count: Double, _ unit: String) -> String {
    let digits = count == count.rounded() && count < 1e15 ? "\(Int(count))" : "\(count)"
    return "\(digits) \(unit)\(count == 1 ? "" : "s")"
  }
}
