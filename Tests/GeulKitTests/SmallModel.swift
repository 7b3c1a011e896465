import GeulKit

/// A small model of a small text, trained for a few steps.
enum SmallModel {
  static let text = String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 30)

  /// The model; with `run`, its checkpoints and its corpus are kept there.
  static func train(
    _ corpus: String, run: String? = nil, unit: TextUnit = .scalar,
    tell: (TrainingEvent) -> Void = { _ in }
  ) throws -> LanguageModel {
    var training = TrainingConfiguration()
    (training.batch, training.sequence, training.steps, training.threads) = (3, 7, 12, 2)
    return try LanguageModel.train(
      on: [corpus], text: TokenizerOptions(unit: unit),
      model: {
        .recurrent(
          RecurrentConfiguration(
            cell: .gru, layers: 1, hidden: 9, input: .embedding(5), vocabulary: $0))
      },
      training: training, run: run, tell: tell)
  }

  /// A session with it.
  static func decoding(_ settings: DecodingSettings = short()) throws -> DecodingSession {
    let folder = try TemporaryFolder()
    let session = DecodingSession(
      try train(try folder.write("moon.txt", text)), kind: .fp32, pool: WorkerPool(count: 1))
    try session.use(settings)
    return session
  }

  /// Settings that write little, changed by `change`.
  static func short(_ change: (inout DecodingSettings) -> Void = { _ in }) -> DecodingSettings {
    var settings = DecodingSettings()
    (settings.length, settings.temperature) = (12, 1)
    change(&settings)
    return settings
  }
}
