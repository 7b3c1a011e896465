import GeulGeneration
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// A run that is ready to train: its settings, its texts and what trains it.
///
/// The one way from a request to a model, for a new run and for one that is resumed.
public final class TrainingJob {
  /// Everything the run was asked for, resolved.
  public let settings: RunSettings
  /// What trains the model, where the run stands.
  public let course: TrainingCourse
  /// The run's folder.
  public let run: RunFolder
  /// How much of the validation text is trained on too; nil where that is little, or the run goes on, which was told
  /// when it began.
  public let overlap: TextOverlap?
  /// Lines for a person on what was chosen for the run, and when it ends; none where nothing was left open.
  public private(set) var choiceNotes: [String] = []

  let data: TrainingData

  /// Who is told what while texts are read.
  public struct Listener {
    /// A line that the user should know.
    public var note: (String) -> Void
    /// Bytes of the corpus read so far, and of how many: 0 where nobody knows.
    public var reading: (_ bytes: Int, _ total: Int) -> Void

    /// A listener, by default to nothing.
    public init(
      note: @escaping (String) -> Void = { _ in },
      reading: @escaping (_ bytes: Int, _ total: Int) -> Void = { _, _ in }
    ) {
      self.note = note
      self.reading = reading
    }
  }

  /// A new run, whose corpus is read and encoded to its folder.
  ///
  /// Throws `RequestError` for a request that makes no sense or a folder that holds a run, `TextError`, `StorageError`,
  /// `TrainingError` or `WorkStopped`.
  public convenience init(
    new request: TrainingRequest, stop: StopRequest = StopRequest(), tell: Listener = Listener()
  ) throws {
    let run = RunFolder(try request.runFolder())
    try run.lock()
    let new = try [run.corpusTokens, run.validationTokens].filter {
      try !FileSystem.current.exists($0)
    }
    do {
      let start = try request.from.map(StartingModel.init)
      let (settings, encoded, choiceNotes) = try Self.begin(request, start, run, stop, tell)
      let model = try start?.model(for: encoded.tokenizer, settings.model)
      try self.init(
        settings, tokenizer: encoded.tokenizer, encoded.tokens, run, model, isNew: true, stop, tell)
      self.choiceNotes = choiceNotes
    } catch {
      run.leave(removing: new)
      throw error
    }
  }

  /// Reads the corpus of a new run, and settles what is to be done with it.
  private static func begin(
    _ request: TrainingRequest, _ start: StartingModel?, _ run: RunFolder, _ stop: StopRequest,
    _ tell: Listener
  ) throws -> (RunSettings, EncodedCorpus, choiceNotes: [String]) {
    var request = request
    if let start {
      try start.check(request.model, request.preset)
      request.model = start.filling(request.model)
    }
    try check(request, run)
    try run.prepare()
    let source = try textSource(of: request)
    for line in source.map(CorpusNotes.lines) ?? [] { tell.note(line) }
    let total = try source?.byteCount() ?? 0
    let survey = CorpusSurvey(newlines: request.text.newlines ?? .lf)
    let encoded = try request.text.encode(
      request.corpus, from: start, to: .file(run.corpusTokens), stop: stop,
      observer: survey.observer
    ) { tell.reading($0, total) }
    if let start {
      try start.check(encoded.tokenizer)
      tell.note(start.note(encoded.tokenizer))
    }
    let isLearned = request.text.vocabulary == nil
    for line in CorpusNotes.lines(on: encoded, isLearned: isLearned) { tell.note(line) }
    if let line = survey.loudest { tell.note(line) }
    if let path = request.text.vocabulary,
      let note = try VocabularyFile.note(on: path, encoded.tokenizer)
    {
      tell.note(note)
    }
    let (chosen, lines) = try request.choosing(for: encoded)
    let training = try chosen.training.configuration()
    let model = try chosen.model.configuration(vocabulary: encoded.tokenizer.symbolCount)
    try MemoryNeed.check(model, training)
    let settings = RunSettings(
      model: model, training: training, text: try request.text.settings(for: request.corpus),
      corpus: request.corpus.map(TrainingRequest.absolute),
      validationFiles: request.validationFile.map { [TrainingRequest.absolute($0)] } ?? [],
      testFiles: request.testFile.map { [TrainingRequest.absolute($0)] } ?? [],
      corpusFingerprint: encoded.tokens.fingerprint, corpusSymbols: encoded.tokens.count)
    return (settings, encoded, lines)
  }

  /// Throws all that can be told before a text is read.
  private static func check(_ request: TrainingRequest, _ run: RunFolder) throws {
    guard !request.corpus.isEmpty else {
      throw RequestError.usage(
        "expected a corpus: a file, a folder, or - for standard input; see: geul train --help")
    }
    try request.text.check()
    try request.training.refuseIgnored(by: request.model.name)
    try request.refuseIgnoredPreset()
    let training = try request.training.configuration()
    try MemoryNeed.check(try request.model.configuration(vocabulary: 2), training)
    // A text that is missing is told before the work, not after it.
    let reading = try request.text.reading()
    let others = [request.validationFile, request.testFile].compactMap(\.self)
    _ = try CorpusSource(paths: request.corpus + others, for: reading)
    try CorpusSource(paths: request.corpus, for: reading).checkSelection(reading)
    guard try run.steps().isEmpty else {
      throw RequestError(
        .cannotCreate,
        "\(run.path): expected no run yet, found checkpoints; "
          + "go on with --resume, or choose another --out")
    }
  }

  /// The texts of a new run; nil for a token file.
  private static func textSource(of request: TrainingRequest) throws -> CorpusSource? {
    try request.corpus.contains(where: TokenFile.isOne)
      ? nil : CorpusSource(paths: request.corpus, for: request.text.reading())
  }

  /// A run of these settings; `model`, if it was read already, of a run that goes on or, `isNew`, of another.
  init(
    _ settings: RunSettings, tokenizer: Tokenizer, _ tokens: TokenSequence, _ run: RunFolder,
    _ model: Model?, isNew: Bool = false, _ stop: StopRequest, _ tell: Listener
  ) throws {
    self.settings = settings
    self.run = run
    var data = try Self.data(settings, tokenizer: tokenizer, tokens, run, stop, tell)
    let overlap = model == nil || isNew ? try Self.overlap(data, tokenizer) : nil
    self.overlap = overlap.flatMap { $0.share >= TextOverlap.notableShare ? $0 : nil }
    data.validationShareTrainedOn = overlap?.share
    self.data = data
    course = try TrainingCourse(
      settings, tokenizer: tokenizer, data: data, run: run, model: model)
    let (seed, threads) = (settings.training.seed, settings.training.threads)
    let kind = settings.training.precision
    course.makeSamples(by: { language, step in
      let session = TextSession(language, kind: kind, pool: WorkerPool(count: threads))
      var sampler = Sampler(SamplingSettings(), seed: seed &+ UInt64(step))
      return session.write(WritingSettings(length: 300), sampler: &sampler).text
    })
  }

  /// Trains to the end of the run, or until `stop` is requested; tells `tell` what happens. Throws `TrainingError`.
  ///
  /// The run's folder is locked from the beginning of the job until this returns.
  public func train(
    stop: StopRequest = StopRequest(), tell: (TrainingEvent) -> Void = { _ in }
  ) throws(TrainingError) -> TrainingOutcome {
    do { try run.lock() } catch { throw .storage(error) }
    defer { run.unlock() }
    return try course.train(stop: stop, tell: tell)
  }

  private static func data(
    _ settings: RunSettings, tokenizer: Tokenizer, _ tokens: TokenSequence, _ run: RunFolder,
    _ stop: StopRequest, _ tell: Listener
  ) throws -> TrainingData {
    var validationText: TokenSequence?
    if !settings.validationFiles.isEmpty {
      let text = try RunCorpus.encode(
        settings.validationFiles, settings, tokenizer: tokenizer, to: run.validationTokens,
        stop: stop)
      let unknown = text.report?.unknown ?? [:]
      for line in CorpusNotes.unknown(unknown, by: tokenizer, in: "the validation text") {
        tell.note(line)
      }
      validationText = text.tokens
    }
    return try TrainingData(
      corpus: tokens, tokenizer: tokenizer,
      split: try settings.split(tokens, tokenizer: tokenizer), validationText: validationText)
  }
}
