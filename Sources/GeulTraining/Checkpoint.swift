import GeulCompute
import GeulModel
import GeulStorage
import GeulText

/// A checkpoint on disk: a folder that holds a model and all that resuming its training needs.
///
/// | file | content |
/// |---|---|
/// | `model.safetensors` | the parameters under PyTorch's names |
/// | `config.json` | sizes, settings, corpus |
/// | `tokenizer.json` | unit, form, symbols |
/// | `training.safetensors` | the optimizer's moments, the hidden states |
/// | `training.json` | step, stream position, best evaluation, optimizer steps |
public enum Checkpoint {
  /// What a trainer saves and restores besides model, settings and tokenizer.
  struct Training {
    var progress: TrainingProgress
    var state: RecurrentState
    let optimizer: Optimizer
  }

  /// Writes a checkpoint to `path`: beside it first, synced, then renamed.
  static func write(
    to path: String, model: RecurrentModel, settings: RunSettings, tokenizer: Tokenizer,
    training: Training, fileSystem: any FileSystem
  ) throws(StorageError) {
    let stamp = ["format": "pt", "geul_step": String(training.progress.step)]
    try AtomicFolder(path, on: fileSystem).write { (folder) throws(StorageError) in
      try folder.file(CheckpointFiles.configuration, settings.json.serialized(pretty: true))
      try folder.file(CheckpointFiles.tokenizer, tokenizer.json())
      try folder.file(CheckpointFiles.parameters) { (writer) throws(StorageError) in
        try SafeTensors.write(
          model.layout.tensors(of: model.parameters), metadata: stamp, to: writer)
      }
      try folder.file("training.safetensors") { (writer) throws(StorageError) in
        try SafeTensors.write(
          tensors(of: training, layout: model.layout), metadata: stamp, to: writer)
      }
      let json: JSONValue = [
        "progress": training.progress.json, "lanes": .integer(Int64(training.state.lanes)),
        "optimizer_steps": .integer(Int64(training.optimizer.steps)),
      ]
      try folder.file("training.json", json.serialized(pretty: true))
    }
  }

  /// Reads what resuming needs; `optimizer` is filled and must be of the run's kind.
  ///
  /// Throws `StorageError`, also where the step is not one of a run of `lanes` and `stepsPerEpoch`.
  static func readTraining(
    from path: String, configuration: ModelConfiguration, layout: ParameterLayout, lanes: Int,
    stepsPerEpoch: Int, optimizer: Optimizer
  ) throws(StorageError) -> Training {
    let jsonPath = path + "/training.json"
    let reader = try JSONReader(try readFile(jsonPath, limit: 1 << 20), file: jsonPath)
    _ = try reader.integer(at: "lanes", in: lanes...lanes)
    let place = try reader.member(at: "progress")
    let progress = try TrainingProgress(place)
    let (epoch, chunk) = progress.step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    guard progress.epoch == epoch, progress.chunk == chunk else {
      throw place.refusal(
        expected: "chunk \(chunk) of epoch \(epoch) after \(progress.step) steps",
        found: "chunk \(progress.chunk) of epoch \(progress.epoch)")
    }
    let file = try SafeTensorsFile(path: path + "/training.safetensors")
    for (index, moment) in optimizer.moments.enumerated() {
      try layout.read(file, prefix: "moment\(index).", into: moment)
    }
    optimizer.steps = try reader.integer(at: "optimizer_steps", in: 0...Int.max)
    var state = RecurrentState(configuration, lanes: lanes)
    try read(&state.hidden, "state.hidden", file)
    if !state.cell.isEmpty { try read(&state.cell, "state.cell", file) }
    return Training(progress: progress, state: state, optimizer: optimizer)
  }

  private static func tensors(of training: Training, layout: ParameterLayout) -> [TensorSource] {
    var tensors: [TensorSource] = []
    for (index, moment) in training.optimizer.moments.enumerated() {
      tensors += layout.tensors(of: moment, prefix: "moment\(index).")
    }
    let states = [("state.hidden", training.state.hidden), ("state.cell", training.state.cell)]
    for (name, values) in states where !values.isEmpty {
      tensors.append(
        TensorSource(
          name: name, type: .f32, shape: [values.count],
          bytes: values.withUnsafeBytes { Array($0) }))
    }
    return tensors
  }

  private static func read(
    _ values: inout [Float], _ name: String, _ file: SafeTensorsFile
  ) throws(StorageError) {
    let found = try file.descriptor(name)
    guard found.type == .f32, found.shape == [values.count] else {
      throw .corrupt(
        file: file.path, offset: nil, expected: "\(name) to be F32 [\(values.count)]",
        found: "\(found.type.rawValue) \(found.shape)",
        advice: "the checkpoint is of another run; resume from another one")
    }
    let buffer = FloatBuffer(count: values.count)
    try file.read(name, into: buffer.bytes)
    values = buffer.elements
  }
}
