import GeulCompute
import GeulModel
import GeulTraining

/// What a new run of a recurrent model takes where nothing was chosen: sizes, dropout, averaging and schedule by the
/// text's length, its vocabulary, what the run is allowed, and the kernels of the processor.
///
/// The rules are a short table. What was measured stands in the article `WhatARunChooses.md`: trials on tiny shakespeare
/// and on the bundled tales; between and beyond these the table is a guess.
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
    // Said, since nothing else would be told of the end.
    if !hasEnd && !isOpen { training.epochs = 10 }
    fillSizes(&model)
    let (steps, budget) = (training.sequence ?? sequence, budget(model, training))
    training.sequence = steps
    training.batch = training.batch ?? batch(budget, steps: steps)
    let passes = budget.symbols / Double(text)
    // Dropped outputs alone do not keep a short text from being learnt by heart.
    if model.weightDropout == nil, model.dropout == nil, isShort, passes >= Self.manyPasses {
      model.weightDropout = 0.5
    }
    model.dropout = model.dropout ?? dropout(passes: passes)
    fillCourse(&training)
    let reason =
      "for \(Figures.grouped(text)) symbols to train on, \(Figures.grouped(vocabulary)) different ones, and \(budget.words)"
      + (passes.isFinite ? ", some \(Self.rounded(passes)) passes" : "")
    return (model, training, reason)
  }

  /// The kinds that have such a table.
  static let models: [ModelName] = [.lstm, .gru, .rnn]

  /// Whether the text is so short that it is soon learnt by heart.
  private var isShort: Bool { text < 300_000 }

  /// Steps of backpropagation: what reaches further back is worth fewer lanes where there is text enough.
  private var sequence: Int { isShort ? 64 : 128 }

  // MARK: Sizes

  private func fillSizes(_ model: inout ModelChoices) {
    let size = preset.map { ($0.layers, $0.hidden) } ?? sizeByText
    if model.layers == nil && model.hidden == nil {
      (model.layers, model.hidden) = size
    } else {
      model.layers = model.layers ?? size.0
      model.hidden = model.hidden ?? size.1
    }
    if model.outputs == nil, model.layers ?? 1 > 1 { model.outputs = .sum }
    model.embedding = model.embedding ?? .embedding(vocabulary > 256 ? 128 : 64)
  }

  /// Layers and units: what so much text can teach, unless the run is too short to teach that much.
  private var sizeByText: (Int, Int) {
    let wanted: (Int, Int) = isShort ? (1, 512) : (2, 512)
    for size in [wanted, (1, 512), (1, 256), (1, 128)] where size.0 <= wanted.0 {
      var smaller = model
      (smaller.layers, smaller.hidden) = (model.layers ?? size.0, model.hidden ?? size.1)
      smaller.embedding = .embedding(64)
      if budget(smaller, training).symbols >= Self.leastSymbols { return size }
    }
    return (1, 128)
  }

  /// Symbols that it takes to teach a model more than a smaller one would have learnt meanwhile.
  private static let leastSymbols = 300_000.0

  /// What the run is allowed with a model of these sizes.
  private func budget(_ model: ModelChoices, _ training: TrainingChoices) -> RunBudget {
    var weights = 0
    do { weights = try model.configuration(vocabulary: vocabulary).multipliedWeights } catch {
      // Whoever makes the model says what is wrong with its sizes.
    }
    let speed = ExpectedSpeed(
      training.precision ?? .fp32, threads: training.threads ?? WorkerPool.defaultCount)
    let step = (training.batch ?? 4096 / sequence) * (training.sequence ?? sequence)
    return RunBudget(
      training, text: text, perSecond: speed.symbols(weights: weights), step: step)
  }

  // MARK: Course

  /// Lanes: fewer where else there would be few steps.
  private func batch(_ budget: RunBudget, steps: Int) -> Int {
    for symbols in [4096, 2048]
    where budget.symbols / Double(symbols) >= Self.leastSteps && text >= 10 * symbols {
      return max(1, symbols / steps)
    }
    return max(1, 1024 / steps)
  }

  /// Steps below which more of them with fewer lanes learn more.
  private static let leastSteps = 400.0

  /// More where the text is seen more often than it has to tell.
  private func dropout(passes: Double) -> Float {
    if isShort { return passes < 6 ? 0.2 : passes < Self.manyPasses ? 0.5 : 0.6 }
    if passes < 2 { return 0 }
    return passes < 4 ? 0.2 : passes < 8 ? 0.3 : passes < 16 ? 0.4 : 0.5
  }

  private var hasEnd: Bool {
    training.epochs != nil || training.steps != nil || training.minutes != nil
      || training.patience != nil
  }

  /// Whether the run ends once it gets no better.
  private var isOpen: Bool {
    training.epochs == nil && training.steps == nil && training.minutes == nil && validates
      && [nil, .constant, .plateau].contains(training.schedule)
  }

  /// Passes through a short text from which on its words are known and the model learns them by heart.
  private static let manyPasses = 15.0

  private func fillCourse(_ training: inout TrainingChoices) {
    if isOpen { training.patience = training.patience ?? Self.patience }
    training.schedule = training.schedule ?? (isOpen ? .plateau : .wsd)
    training.averaging = training.averaging ?? .tails
    training.learningRate = training.learningRate ?? (isNew ? 0.003 : 0.001)
  }

  /// Evaluations without improvement after which a run without a given end has learnt what it can.
  private static let patience = 8

  private static func rounded(_ passes: Double) -> String {
    passes < 10 ? Figures.fixed(passes, 1) : Figures.grouped(passes)
  }
}
