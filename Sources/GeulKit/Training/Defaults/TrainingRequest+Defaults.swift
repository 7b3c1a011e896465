import GeulModel
import GeulText
import GeulTraining

extension TrainingRequest {
  /// This request with what it leaves open chosen for a text that has been encoded, and lines on what was chosen and why,
  /// as flags that repeat it, and on when the run will end.
  ///
  /// Throws `RequestError` for a preset of a model that has none.
  func choosing(
    for encoded: EncodedCorpus
  ) throws(RequestError) -> (request: TrainingRequest, lines: [String]) {
    try refuseIgnoredPreset()
    guard choosesByText else { return (self, []) }
    let kept = (validationFile == nil ? training.validation ?? 0.1 : 0) + (training.test ?? 0)
    let defaults = DefaultSettings(
      text: max(1, Int(Double(encoded.tokens.count) * (1 - kept))),
      vocabulary: encoded.tokenizer.symbolCount, model: model, training: training, preset: preset,
      isNew: from == nil, validates: validationFile != nil || training.validation ?? 0.1 > 0)
    let (model, training, reason) = defaults.filled()
    guard let reason else { return (self, []) }
    var chosen = self
    (chosen.model, chosen.training) = (model, training)
    let flags = chosen.flags(notIn: self)
    guard !flags.isEmpty else { return (chosen, []) }
    return (
      chosen,
      ["chosen \(reason): \(flags.joined(separator: " "))", Self.end(of: training)]
    )
  }

  /// Throws a usage error for a preset that the model would ignore.
  func refuseIgnoredPreset() throws(RequestError) {
    guard preset != nil, !DefaultSettings.models.contains(model.name) else { return }
    throw .usage(
      "--preset belongs to --model lstm, gru and rnn, and the model is \(model.name.rawValue); leave it "
        + "out, or choose one of these")
  }

  /// The flags of what this request has and another does not.
  private func flags(notIn other: TrainingRequest) -> [String] {
    func flag<Value>(_ name: String, _ value: Value?, _ before: Value?, _ text: (Value) -> String)
      -> String?
    {
      before == nil ? value.map { "--\(name) \(text($0))" } : nil
    }
    let (model, training) = (self.model, self.training)
    return [
      flag("layers", model.layers, other.model.layers) { "\($0)" },
      flag("hidden", model.hidden, other.model.hidden) { "\($0)" },
      flag("embedding", model.embedding, other.model.embedding) { Self.text($0) },
      flag("outputs", model.outputs, other.model.outputs) { $0.rawValue },
      flag("dropout", model.dropout, other.model.dropout) { "\($0)" },
      flag("weight-dropout", model.weightDropout, other.model.weightDropout) { "\($0)" },
      flag("batch", training.batch, other.training.batch) { "\($0)" },
      flag("sequence", training.sequence, other.training.sequence) { "\($0)" },
      flag("learning-rate", training.learningRate, other.training.learningRate) { "\($0)" },
      flag("schedule", training.schedule, other.training.schedule) { $0.rawValue },
      flag("average", training.averaging, other.training.averaging) { $0.rawValue },
      flag("patience", training.patience, other.training.patience) { "\($0)" },
    ].compactMap(\.self)
  }

  private static func text(_ input: InputEncoding) -> String {
    switch input {
    case .embedding(let size): "\(size)"
    case .oneHot: "onehot"
    }
  }

  /// When a run ends, for a person.
  private static func end(of training: TrainingChoices) -> String {
    var ends: [String] = []
    if let minutes = training.minutes { ends.append(RunBudget.amount(minutes, "minute")) }
    if let epochs = training.epochs { ends.append(RunBudget.amount(epochs, "epoch")) }
    if let steps = training.steps { ends.append(RunBudget.amount(Double(steps), "step")) }
    var text = ends.isEmpty ? "" : "it ends after \(ends.joined(separator: " or "))"
    if let patience = training.patience {
      text +=
        (text.isEmpty ? "it ends" : ", or")
        + " once \(patience) evaluations in a row have brought nothing"
    }
    return text + "; Ctrl-C ends it sooner, and keeps what was learnt"
  }
}
