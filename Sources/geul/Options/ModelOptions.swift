import ArgumentParser
import GeulKit

/// A checkpoint, or a run's best or latest.
struct ModelOptions: ParsableArguments {
  @Argument(
    help: "The folder of a checkpoint, or of a run, which means its best checkpoint.")
  var model: String?

  @Option(help: "Which checkpoint of a run: best or latest (default: best).")
  var which: CheckpointChoice?

  /// What was named; throws a usage error that says how to come by a model where nothing was.
  func named() throws -> String {
    guard let model else { throw ModelAdvice.nothingNamed() }
    return model
  }

  /// The open checkpoint; throws a usage error where there is nothing to choose.
  func open() throws -> CheckpointFolder { try Self.open(try named(), which) }

  /// The same of a model that was named elsewhere.
  static func open(_ model: String, _ which: CheckpointChoice?) throws -> CheckpointFolder {
    let checkpoint: CheckpointFolder
    do { checkpoint = try RunFolder.open(model, which ?? .best) } catch {
      throw ModelAdvice.failure(for: model, error)
    }
    guard try which == nil || RunFolder.isRun(RunFolder.folder(of: model)) else {
      throw Failure.usage(
        "--which chooses among a run's checkpoints, and \(model) is a checkpoint; leave it out, or name the run"
      )
    }
    return checkpoint
  }

  /// A named model to compress by.
  static func codingModel(_ model: String, _ which: CheckpointChoice?) throws -> CodingModel {
    let checkpoint = try open(model, which)
    return CodingModel(
      try LanguageModel(checkpoint), fingerprint: try checkpoint.fingerprint(), called: model)
  }
}
