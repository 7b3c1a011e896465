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
/// | `training.safetensors` | the optimizer's moments, what the learner carries |
/// | `training.json` | step, stream position, best evaluation, optimizer steps |
public enum Checkpoint {
  /// Writes a checkpoint of a model that learns by gradient to `path`: beside it first, synced, then renamed, so that it
  /// is there whole or not at all.
  ///
  /// `progress`, `learner` and `optimizer` are what resuming needs. Throws `StorageError`.
  public static func write(
    to path: String, _ language: LanguageModel, settings: RunSettings, progress: TrainingProgress,
    learner: ModelLearner, optimizer: Optimizer, on fileSystem: any FileSystem = POSIXFileSystem()
  ) throws(StorageError) {
    let state: JSONValue = [
      "progress": progress.json, "lanes": .integer(Int64(learner.lanes)),
      "optimizer_steps": .integer(Int64(optimizer.steps)),
    ]
    try write(
      to: path, language, settings, step: progress.step, state: state,
      training: optimizer.tensors(learner.layout) + learner.carriedTensors(), on: fileSystem)
  }

  /// The same of a model that counts, which needs nothing but `progress`.
  public static func write(
    to path: String, _ language: LanguageModel, settings: RunSettings, progress: TrainingProgress,
    on fileSystem: any FileSystem = POSIXFileSystem()
  ) throws(StorageError) {
    try write(
      to: path, language, settings, step: progress.step, state: ["progress": progress.json],
      training: nil, on: fileSystem)
  }

  private static func write(
    to path: String, _ language: LanguageModel, _ settings: RunSettings, step: Int,
    state: JSONValue, training: [TensorSource]?, on fileSystem: any FileSystem
  ) throws(StorageError) {
    let stamp = ["format": "pt", "geul_step": String(step)]
    try AtomicFolder(path, on: fileSystem).write { (folder) throws(StorageError) in
      try begin(folder, settings, language.tokenizer)
      try folder.file(CheckpointFiles.parameters) { (writer) throws(StorageError) in
        try SafeTensors.write(language.model.tensors(), metadata: stamp, to: writer)
      }
      if let training {
        try folder.file(trainingTensors) { (writer) throws(StorageError) in
          try SafeTensors.write(training, metadata: stamp, to: writer)
        }
      }
      try folder.file(trainingState, state.serialized(pretty: true))
    }
  }

  private static func begin(
    _ folder: FolderWriter, _ settings: RunSettings, _ tokenizer: Tokenizer
  ) throws(StorageError) {
    try folder.file(CheckpointFiles.configuration, settings.json.serialized(pretty: true))
    try folder.file(CheckpointFiles.tokenizer, tokenizer.json())
  }

  /// Writes what a run was asked for, before there is a model.
  static func writeBeginning(
    to path: String, _ settings: RunSettings, _ tokenizer: Tokenizer, on fileSystem: any FileSystem
  ) throws(StorageError) {
    try AtomicFolder(path, on: fileSystem).write { (folder) throws(StorageError) in
      try begin(folder, settings, tokenizer)
    }
  }

  /// Replaces where the run of a model that counts stands, in its checkpoint.
  static func writeProgress(
    _ progress: TrainingProgress, to path: String, on fileSystem: any FileSystem
  ) throws(StorageError) {
    let state: JSONValue = ["progress": progress.json]
    try AtomicFile(path + "/" + trainingState, on: fileSystem).write(
      state.serialized(pretty: true))
  }

  /// Reads where the run of a model that counts stood; throws `StorageError`.
  static func readProgress(from path: String) throws(StorageError) -> TrainingProgress {
    let file = path + "/" + trainingState
    let place = try JSONReader(try readFile(file, limit: 1 << 20), file: file).member(
      at: "progress")
    let progress = try TrainingProgress(place)
    guard progress.step == 1, progress.evaluatedStep <= 1 else {
      throw place.refusal(
        expected: "step 1, the only one of a count",
        found: "step \(progress.step), evaluated at \(progress.evaluatedStep)")
    }
    return progress
  }

  /// Reads what resuming needs into `learner` and `optimizer`, which must be of the run's kind; returns where it stood.
  ///
  /// Throws `StorageError`, also where the step is not one of a run of that many lanes and `stepsPerEpoch`.
  public static func read(
    from path: String, into learner: ModelLearner, _ optimizer: Optimizer, stepsPerEpoch: Int
  ) throws(StorageError) -> TrainingProgress {
    let jsonPath = path + "/" + trainingState
    let reader = try JSONReader(try readFile(jsonPath, limit: 1 << 20), file: jsonPath)
    _ = try reader.integer(at: "lanes", in: learner.lanes...learner.lanes)
    let place = try reader.member(at: "progress")
    let progress = try TrainingProgress(place)
    let (epoch, chunk) = progress.step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    guard progress.epoch == epoch, progress.chunk == chunk else {
      throw place.refusal(
        expected: "chunk \(chunk) of epoch \(epoch) after \(progress.step) steps",
        found: "chunk \(progress.chunk) of epoch \(progress.epoch)")
    }
    let file = try SafeTensorsFile(path: path + "/" + trainingTensors)
    try optimizer.read(file, learner.layout)
    optimizer.steps = try reader.integer(at: "optimizer_steps", in: 0...1 << 53)
    try learner.readCarried(file)
    return progress
  }

  private static let trainingTensors = "training.safetensors"
  private static let trainingState = "training.json"
}

extension Optimizer {
  /// The moments under the parameters' names, `moment0.` and `moment1.` before them.
  fileprivate func tensors(_ layout: ParameterLayout) -> [TensorSource] {
    moments.enumerated().flatMap { index, moment in
      layout.tensors(of: moment, prefix: "moment\(index).")
    }
  }

  fileprivate func read(_ file: SafeTensorsFile, _ layout: ParameterLayout) throws(StorageError) {
    for (index, moment) in moments.enumerated() {
      try layout.read(file, prefix: "moment\(index).", into: moment)
    }
  }
}
