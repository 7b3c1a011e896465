import GeulCompute
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText

/// A checkpoint on disk: a folder that holds a model and all that resuming its training needs.
///
/// | file | content |
/// |---|---|
/// | `model.safetensors` | what the model has learnt; parameters under PyTorch's names |
/// | `config.json` | kind and sizes, settings, corpus |
/// | `tokenizer.json` | unit, form, symbols |
/// | `training.safetensors` | the optimizer's moments, what the learner carries; where the model is a mean, the run's own parameters |
/// | `training.json` | step, stream position, best evaluation, optimizer steps, the guard's windows |
/// | `contents.json` | sizes and hashes of the others |
public enum Checkpoint {
  /// Writes a checkpoint of a model that learns by gradient to `path`: beside it first, synced, then renamed, so that it
  /// is there whole or not at all.
  ///
  /// `progress`, `learner` and `optimizer` are what resuming needs. Throws `StorageError`.
  public static func write(
    to path: String, _ language: LanguageModel, settings: RunSettings, progress: TrainingProgress,
    learner: ModelLearner, optimizer: Optimizer, on fileSystem: FileSystem = .current
  ) throws(StorageError) {
    let snapshot = TrainingSnapshot(learner, optimizer)
    snapshot.take(learner, optimizer, nil, progress, StepGuard().json)
    try write(to: path, snapshot, settings, language.tokenizer, on: fileSystem)
  }

  /// The same of a state that was copied.
  static func write(
    to path: String, _ snapshot: TrainingSnapshot, _ settings: RunSettings, _ tokenizer: Tokenizer,
    on fileSystem: FileSystem
  ) throws(StorageError) {
    try write(
      to: path, snapshot.parameterTensors, settings, tokenizer, step: snapshot.progress.step,
      state: snapshot.state, training: snapshot.trainingTensors, on: fileSystem)
  }

  /// The same of a model that counts, which needs nothing but `progress`.
  public static func write(
    to path: String, _ language: LanguageModel, settings: RunSettings, progress: TrainingProgress,
    on fileSystem: FileSystem = .current
  ) throws(StorageError) {
    try write(
      to: path, language.model.tensors(), settings, language.tokenizer, step: progress.step,
      state: ["progress": progress.json], training: nil, on: fileSystem)
  }

  private static func write(
    to path: String, _ parameters: [TensorSource], _ settings: RunSettings, _ tokenizer: Tokenizer,
    step: Int, state: JSONValue, training: [TensorSource]?, on fileSystem: FileSystem
  ) throws(StorageError) {
    let stamp = ["format": "pt", "geul_step": String(step)]
    try AtomicFolder(path, on: fileSystem).write { (folder) throws(StorageError) in
      try begin(folder, settings, tokenizer)
      try folder.file(CheckpointFolder.parameters) { (writer) throws(StorageError) in
        try SafeTensors.write(parameters, metadata: stamp, to: writer)
      }
      if let training {
        try folder.file(trainingTensors) { (writer) throws(StorageError) in
          try SafeTensors.write(training, metadata: stamp, to: writer)
        }
      }
      try folder.file(trainingState, state.serialized(pretty: true))
      try folder.seal()
    }
  }

  private static func begin(
    _ folder: FolderWriter, _ settings: RunSettings, _ tokenizer: Tokenizer
  ) throws(StorageError) {
    try folder.file(CheckpointFolder.configuration, settings.json.serialized(pretty: true))
    try folder.file(CheckpointFolder.tokenizer, tokenizer.json())
  }

  /// Writes what a run was asked for, before there is a model.
  static func writeBeginning(
    to path: String, _ settings: RunSettings, _ tokenizer: Tokenizer, on fileSystem: FileSystem
  ) throws(StorageError) {
    try AtomicFolder(path, on: fileSystem).write { (folder) throws(StorageError) in
      try begin(folder, settings, tokenizer)
    }
  }

  /// Replaces where the run of a model that counts stands, in its checkpoint.
  static func writeProgress(
    _ progress: TrainingProgress, to path: String, on fileSystem: FileSystem
  ) throws(StorageError) {
    let bytes = (["progress": progress.json] as JSONValue).serialized(pretty: true)
    // First either is right, so that a process that dies in between leaves a whole checkpoint.
    let manifest = path + "/" + FolderManifest.name
    let known = try FolderManifest(InputFile(manifest, on: fileSystem)).allowing(
      trainingState, bytes)
    try AtomicFile(manifest, on: fileSystem).write(known.serialized())
    try AtomicFile(path + "/" + trainingState, on: fileSystem).write(bytes)
  }

  /// Where the run stood that wrote a checkpoint; throws `StorageError`.
  public static func progress(of checkpoint: CheckpointFolder) throws(StorageError)
    -> TrainingProgress
  {
    try TrainingProgress(try state(of: checkpoint).member(at: "progress"))
  }

  private static func state(of checkpoint: CheckpointFolder) throws(StorageError) -> JSONReader {
    let file = try checkpoint.files.file(trainingState)
    return try JSONReader(try file.readAll(limit: 1 << 20), file: file.path)
  }

  /// Reads where the run of a model that counts stood; throws `StorageError`.
  static func readProgress(
    from checkpoint: CheckpointFolder
  ) throws(StorageError) -> TrainingProgress {
    let place = try state(of: checkpoint).member(at: "progress")
    let progress = try TrainingProgress(place)
    guard progress.step == 1, progress.evaluatedStep <= 1 else {
      throw place.refusal(
        expected: "step 1, the only one of a count",
        found: "step \(progress.step), evaluated at \(progress.evaluatedStep)")
    }
    return progress
  }

  /// Reads what resuming needs into `learner` and `optimizer`, which must be of the run's kind; returns where it stood,
  /// and what its guard had seen.
  ///
  /// Throws `StorageError`, also where the step is not one of a run of that many lanes and `stepsPerEpoch`.
  static func read(
    from checkpoint: CheckpointFolder, into learner: ModelLearner, _ optimizer: Optimizer,
    _ averages: ParameterAverages? = nil, stepsPerEpoch: Int
  ) throws(StorageError) -> (TrainingProgress, StepGuard) {
    let reader = try state(of: checkpoint)
    _ = try reader.integer(at: "lanes", in: learner.lanes...learner.lanes)
    let place = try reader.member(at: "progress")
    let progress = try TrainingProgress(place)
    let (epoch, chunk) = progress.step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    guard progress.epoch == epoch, progress.chunk == chunk else {
      throw place.refusal(
        expected: "chunk \(chunk) of epoch \(epoch) after \(progress.step) steps",
        found: "chunk \(progress.chunk) of epoch \(progress.epoch)")
    }
    let file = try SafeTensorsFile(try checkpoint.files.file(trainingTensors))
    for (index, moment) in optimizer.moments.enumerated() {
      try learner.layout.read(file, prefix: TrainingSnapshot.prefix(ofMoment: index), into: moment)
    }
    optimizer.steps = try reader.integer(at: "optimizer_steps", in: 0...1 << 53)
    if let averages {
      try averages.read(
        file, try reader.member(at: "averages"), model: learner.parameters)
      try learner.layout.read(
        file, prefix: ParameterAverages.latestPrefix, into: learner.parameters)
    }
    try learner.readCarried(file)
    return (progress, try reader.presentMember(at: "guard").map(StepGuard.init) ?? StepGuard())
  }

  static let trainingTensors = "training.safetensors"
  private static let trainingState = "training.json"
}
