import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

extension TrainingJob {
  /// The run in the request's folder, where its newest checkpoint that can be read stands; what the request chooses
  /// anew must not change what the run computes.
  ///
  /// Checkpoints that cannot be read are told of and taken out of the way. A request to `stop` ends the reading of texts.
  /// Throws `RequestError`, `TextError`, `StorageError`, `TrainingError` or `WorkStopped`.
  public static func resuming(
    _ request: TrainingRequest, stop: StopRequest = StopRequest(), tell: Listener = Listener()
  ) throws -> TrainingJob {
    let run = RunFolder(try request.runFolder())
    try run.lock()
    try run.clean()
    let steps = try run.steps()
    guard !steps.isEmpty else {
      if let job = try begunAnew(run, request, stop, tell) { return job }
      throw RequestError(
        .missingInput,
        "\(run.path): expected a checkpoint to resume from, found none; train without --resume")
    }
    var damaged: [Int] = []
    for step in steps.reversed() {
      do {
        let job = try resumed(from: run.checkpoint(at: step), run, request, stop, tell)
        // As the newest, a damaged one would be kept in place of those that are yet to come.
        for step in damaged { try run.setAside(step) }
        return job
      } catch  where isDamage(error) {
        tell.note("\(error); trying the checkpoint before")
        damaged.append(step)
      }
    }
    throw RequestError(
      .badData,
      "\(run.path): expected a checkpoint that can be read, found only damaged ones; "
        + "begin a new run with another --out")
  }

  /// The run that wrote `checkpoint`. Throws `StorageError` if the checkpoint is unfit.
  private static func resumed(
    from checkpoint: String, _ run: RunFolder, _ request: TrainingRequest,
    _ stop: StopRequest, _ tell: Listener
  ) throws -> TrainingJob {
    let checkpoint = try CheckpointFolder(checkpoint)
    let configuration = try checkpoint.configuration()
    let language = try LanguageModel(checkpoint, configuration: configuration)
    let kept = try RunSettings(configuration)
    let (settings, tokens) = try text(of: kept, language.tokenizer, run, request, stop, tell)
    let job = try TrainingJob(
      settings, tokenizer: language.tokenizer, tokens, run, language.model, stop, tell)
    try job.course.resume(from: checkpoint)
    if case .gradient(let trainer) = job.course,
      let note = trainer.noteOnRate(after: kept.training)
    {
      tell.note(note)
    }
    return job
  }

  /// A run that counts and was stopped before it had, if the folder holds one: there is nothing to go on from but what
  /// was asked for.
  private static func begunAnew(
    _ run: RunFolder, _ request: TrainingRequest,
    _ stop: StopRequest, _ tell: Listener
  ) throws -> TrainingJob? {
    guard try run.hasBeginning() else { return nil }
    let beginning = try CheckpointFolder(run.beginning)
    let tokenizer = try beginning.tokenizer()
    let (settings, tokens) = try text(
      of: RunSettings(beginning.configuration()), tokenizer, run, request, stop, tell)
    tell.note("\(run.path): the counting was stopped before its end, and begins anew")
    return try TrainingJob(settings, tokenizer: tokenizer, tokens, run, nil, stop, tell)
  }

  /// The settings of a run that goes on, and its corpus.
  private static func text(
    of kept: RunSettings, _ tokenizer: Tokenizer, _ run: RunFolder, _ request: TrainingRequest,
    _ stop: StopRequest, _ tell: Listener
  ) throws -> (RunSettings, TokenSequence) {
    var settings = kept
    if request.model.model == nil || request.model.model == settings.model.name {
      try request.model.refuseIgnored(by: settings.model)
      try request.training.refuseIgnored(by: settings.model.name)
    }
    if let changed = try request.changes(to: settings, tokenizer: tokenizer).first {
      throw RequestError.usage(
        "\(changed) cannot be changed with --resume, which goes on exactly; leave it out, "
          + "or start a new run with another --out")
    }
    settings.training = try request.training.configuration(over: settings.training)
    let isNamed = !request.corpus.isEmpty
    if isNamed { settings.corpus = request.corpus.map(TrainingRequest.absolute) }
    let tokens =
      isNamed
      ? try RunCorpus.named(settings, tokenizer: tokenizer, stop: stop)
      : try RunCorpus.open(settings, tokenizer: tokenizer, run: run, stop: stop, tell: tell.note)
    return (settings, tokens)
  }

  /// The model of the run in a folder, as far as it can be told; nil where there is none.
  public static func modelName(in folder: String) -> ModelName? {
    let run = RunFolder(folder)
    do {
      let latest = try run.steps().last.map(run.checkpoint)
      return try RunSettings(checkpoint: latest ?? run.beginning).model.name
    } catch {
      // Whoever takes up the run will say what is wrong with it.
      return nil
    }
  }

  /// Whether an error is of a checkpoint's own files, so that an older one may do.
  private static func isDamage(_ error: any Error) -> Bool {
    switch error {
    case TextError.invalidTokenizer, TextError.foreignTokenizer: true
    // Whole, and of a newer program: to go on from an older one would lose what it has.
    case StorageError.unsupported: false
    case let error as StorageError: error.kind == .badData || error.kind == .missingInput
    default: false
    }
  }
}
