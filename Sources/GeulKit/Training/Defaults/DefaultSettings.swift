import GeulCompute
import GeulModel
import GeulTraining

/// What a new run of a recurrent model takes where nothing was chosen: sizes, dropout, averaging and schedule by the
/// text's length, its vocabulary, what the run is allowed, and the kernels of the processor.
///
/// The rules are a short table, found by trials on English and Korean texts of 30,000 to 8 million characters; the
/// documentation (`DefaultSettings.md`) has the figures.
struct DefaultSettings {
  /// Symbols to train on.
  let text: Int
  /// V.
  let vocabulary: Int
  /// What was chosen, which is kept.
  let model: ModelChoices
  /// What was chosen of training.
  let training: TrainingChoices
  /// A size that was asked for by name.
  let preset: SizePreset?
  /// Whether the model has learnt nothing yet; one that has is led on by smaller steps.
  let isNew: Bool
  /// Whether there is a text to validate on.
  let validates: Bool

  /// The choices with what they leave open filled in, and how they came about; as they are for a kind of model that has
  /// no such table.
  func filled() -> (model: ModelChoices, training: TrainingChoices, reason: String?) {
    guard Self.models.contains(model.name) else { return (model, training, nil) }
    var (model, training) = (model, training)
    fillSizes(&model)
    let (steps, budget) = (training.sequence ?? Self.sequence, budget(model, training))
    training.sequence = steps
    training.batch = training.batch ?? batch(budget, steps: steps)
    let passes = budget.symbols / Double(text)
    model.dropout = model.dropout ?? dropout(passes: passes)
    fillCourse(&training, budget)
    let reason =
      "for \(Figures.grouped(text)) symbols to train on, \(Figures.grouped(vocabulary)) different ones, and \(budget.words)"
      + (passes.isFinite ? ", some \(Self.rounded(passes)) passes" : "")
    return (model, training, reason)
  }

  /// The kinds that have such a table.
  static let models: [ModelName] = [.lstm, .gru, .rnn]
  private static let sequence = 64

  // MARK: Sizes

  private func fillSizes(_ model: inout ModelChoices) {
    let size = preset.map { ($0.layers, $0.hidden) } ?? sizeByText
    if model.layers == nil && model.hidden == nil {
      (model.layers, model.hidden) = size
    } else {
      model.layers = model.layers ?? size.0
      model.hidden = model.hidden ?? size.1
    }
    model.embedding = model.embedding ?? .embedding(vocabulary > 256 ? 128 : 64)
  }

  /// Layers and units: what so much text can teach, unless the run is too short to teach that much.
  private var sizeByText: (Int, Int) {
    let wanted: (Int, Int) = text < 300_000 ? (1, 512) : (2, 512)
    for size in [wanted, (1, 512), (1, 256), (1, 128)] where size.0 <= wanted.0 {
      var smaller = model
      (smaller.layers, smaller.hidden) = (model.layers ?? size.0, model.hidden ?? size.1)
      smaller.embedding = .embedding(64)
      if budget(smaller, training).symbols >= Self.leastSymbols { return size }
    }
    return (1, 128)
  }

  /// Symbols that it takes to teach a model more than a smaller one would have learnt meanwhile.
  private static let leastSymbols = 1_500_000.0

  /// What the run is allowed with a model of these sizes.
  private func budget(_ model: ModelChoices, _ training: TrainingChoices) -> RunBudget {
    var weights = 0
    do { weights = try model.configuration(vocabulary: vocabulary).multipliedWeights } catch {
      // Whoever makes the model says what is wrong with its sizes.
    }
    let speed = ExpectedSpeed(
      training.precision ?? .fp32, threads: training.threads ?? WorkerPool.defaultCount)
    let step = (training.batch ?? 64) * (training.sequence ?? Self.sequence)
    return RunBudget(
      training, text: text, perSecond: speed.symbols(weights: weights), step: step)
  }

  // MARK: Course

  /// Lanes: fewer where else there would be few steps.
  private func batch(_ budget: RunBudget, steps: Int) -> Int {
    for lanes in [64, 32]
    where budget.symbols / Double(lanes * steps) >= Self.leastSteps
      && text / lanes >= 4 * steps
    {
      return lanes
    }
    return 16
  }

  /// Steps below which more of them with fewer lanes learn more.
  private static let leastSteps = 700.0

  /// More where the text is seen more often than it has to tell.
  private func dropout(passes: Double) -> Float {
    if text < 300_000 { return passes < 5 ? 0.3 : passes < 15 ? 0.5 : 0.7 }
    if passes < 3 { return 0 }
    if passes < 6 { return 0.3 }
    return passes < 15 ? 0.4 : 0.5
  }

  private func fillCourse(_ training: inout TrainingChoices, _ budget: RunBudget) {
    let isOpen =
      training.epochs == nil && training.steps == nil && training.minutes == nil && validates
      && [nil, .constant, .plateau].contains(training.schedule)
    if isOpen { training.patience = training.patience ?? Self.patience }
    training.schedule = training.schedule ?? (isOpen ? .plateau : .cosine)
    training.averaging = training.averaging ?? .tails
    training.learningRate = training.learningRate ?? (isNew ? 0.003 : 0.001)
  }

  /// Evaluations without improvement after which a run without a given end has learnt what it can.
  private static let patience = 8

  private static func rounded(_ passes: Double) -> String {
    passes < 10 ? Figures.fixed(passes, 1) : Figures.grouped(passes)
  }
}
