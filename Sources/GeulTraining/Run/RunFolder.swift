import GeulLanguage
import GeulStorage

/// Which checkpoint of a run.
public enum CheckpointChoice: String, Sendable, Codable, CaseIterable {
  /// The one of the lowest validation loss.
  case best
  /// The newest.
  case latest
}

/// A run's folder: its checkpoints, each a folder `step-N`, and `run.json`, which names the best.
///
/// Checkpoints appear under their names only when they are whole, so whatever is there can be loaded;
/// `run.json` is replaced by renaming.
public struct RunFolder: Sendable {
  /// The folder.
  public let path: String
  let fileSystem: FileSystem

  /// The run folder at `path`, there or not.
  public init(_ path: String, on fileSystem: FileSystem = .current) {
    self.path = path
    self.fileSystem = fileSystem
  }

  /// The run folder that a checkpoint lies in, if it has the name of one of its checkpoints.
  public init?(containing checkpoint: String) {
    guard let slash = checkpoint.lastIndex(of: "/") else { return nil }
    let run = RunFolder(String(checkpoint[..<slash]))
    let name = checkpoint[checkpoint.index(after: slash)...]
    guard name.hasPrefix("step-"), let step = Int(name.dropFirst(5)),
      run.checkpoint(at: step) == checkpoint
    else { return nil }
    self = run
  }

  /// The name of the file that names the best checkpoint.
  static let indexName = "run.json"

  /// The token file of the run's corpus.
  public var corpusTokens: String { path + "/corpus.tokens" }
  /// The token file of a validation text of its own.
  public var validationTokens: String { path + "/validation.tokens" }
  /// The token file of a test text of its own.
  public var testTokens: String { path + "/test.tokens" }

  /// What a run that counts was asked for, while it has no checkpoint: `config.json` and `tokenizer.json`.
  public var beginning: String { path + "/begun" }

  /// Whether a run that counts was begun here and has no checkpoint yet.
  public func hasBeginning() throws(StorageError) -> Bool {
    try fileSystem.exists(beginning + "/" + CheckpointFiles.configuration)
  }

  func removeBeginning() throws(StorageError) {
    if try fileSystem.exists(beginning + "/.") { try fileSystem.removeFolder(beginning) }
  }

  /// Steps and evaluations, a line of JSON each: those up to the checkpoint that a run goes on from.
  public var metrics: String { path + "/metrics.jsonl" }
  /// What happened to the run, a line of JSON each: starts, saves, stops. Never cut.
  public var log: String { path + "/log.jsonl" }

  /// Makes the folder for a new run, and clears away what a killed save, or a count that was stopped, has left.
  public func prepare() throws(StorageError) {
    try fileSystem.makeFolders(path)
    try clean()
    try removeBeginning()
  }

  /// Clears away what a killed save has left, if the folder is there.
  public func clean() throws(StorageError) {
    guard try fileSystem.exists(path + "/.") else { return }
    _ = try fileSystem.cleanPartials(in: path)
  }

  /// Steps of the checkpoints that are there, oldest first.
  public func steps() throws(StorageError) -> [Int] {
    // The dot follows a link, and finds nothing below what is no folder.
    guard try fileSystem.exists(path + "/.") else { return [] }
    var steps: [Int] = []
    for name in try fileSystem.names(in: path) {
      guard let step = Int(name.dropFirst(5)), path + "/" + name == checkpoint(at: step) else {
        continue
      }
      steps.append(step)
    }
    return steps.sorted()
  }

  /// The folder of the checkpoint at `step`.
  public func checkpoint(at step: Int) -> String {
    let digits = String(step)
    return path + "/step-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// The step of the best checkpoint, as `run.json` says; nil if there was no evaluation.
  public func bestStep() throws(StorageError) -> Int? {
    let index = path + "/" + Self.indexName
    guard try fileSystem.exists(index) else { return nil }
    return try JSONReader(try readFile(index, limit: 1 << 20, on: fileSystem), file: index)
      .optionalInteger(
        at: "best")
  }

  /// The checkpoint that `model` means: itself if it is one, else the best or latest of the run folder.
  public static func resolve(
    _ model: String, _ choice: CheckpointChoice = .best
  ) throws(StorageError) -> String {
    let system = FileSystem.current
    let model = model.count > 1 && model.hasSuffix("/") ? String(model.dropLast()) : model
    guard try system.exists(model) else {
      throw .missing(
        file: model,
        advice: "name a checkpoint or a run folder, or train a model first")
    }
    if try system.exists(model + "/" + CheckpointFiles.parameters) { return model }
    let run = RunFolder(model)
    let steps = try run.steps()
    guard let latest = steps.last else {
      throw .missing(
        file: model + "/" + CheckpointFiles.parameters,
        advice: "this folder holds no checkpoint; name another, or train a model into it")
    }
    if choice == .best, let best = try run.bestStep(), steps.contains(best) {
      return run.checkpoint(at: best)
    }
    return run.checkpoint(at: latest)
  }

  /// Takes a checkpoint that cannot be read out of the way of later ones: it becomes `damaged-step-N`.
  public func setAside(_ step: Int) throws(StorageError) {
    let damaged = path + "/damaged-step-\(step)"
    if try fileSystem.exists(damaged) { try fileSystem.removeFolder(damaged) }
    try fileSystem.rename(checkpoint(at: step), to: damaged)
  }

  /// Notes the best checkpoint, then removes those that are neither it nor among the `keep` latest.
  func noteBest(_ best: Int?, keep: Int) throws(StorageError) {
    let steps = try self.steps()
    let index: JSONValue = [
      "best": best.map { .integer(Int64($0)) } ?? .null,
      "latest": steps.last.map { .integer(Int64($0)) } ?? .null,
    ]
    try AtomicFile(path + "/" + Self.indexName, on: fileSystem).write(
      index.serialized(pretty: true))
    for step in steps.dropLast(max(1, keep)) where step != best {
      try fileSystem.removeFolder(checkpoint(at: step))
    }
  }
}
