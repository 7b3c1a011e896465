import ArgumentParser
import GeulKit

extension ModelName: ExpressibleByArgument {}
extension Benchmark.Task: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Smoothing: ExpressibleByArgument {}
extension NormalizationForm: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}
extension UnknownPolicy: ExpressibleByArgument {}
extension NewlinePolicy: ExpressibleByArgument {}
extension InvalidPolicy: ExpressibleByArgument {}
extension OptimizerKind: ExpressibleByArgument {}
extension ScheduleKind: ExpressibleByArgument {}
extension OutputPrior: ExpressibleByArgument {}
extension CheckpointChoice: ExpressibleByArgument {}
extension CorpusSplit.Part: ExpressibleByArgument {}

extension InputEncoding: ExpressibleByArgument {
  /// A number of dimensions, or `onehot`.
  public init?(argument: String) {
    if argument == "onehot" {
      self = .oneHot
    } else if let size = Int(argument), size >= 1 {
      self = .embedding(size)
    } else {
      return nil
    }
  }

  /// As it is written on the command line.
  public var description: String {
    switch self {
    case .embedding(let size): String(size)
    case .oneHot: "onehot"
    }
  }
}

extension InputEncoding: CustomStringConvertible {}

extension Cadence: ExpressibleByArgument {
  /// Steps, or a time with its unit.
  public init?(argument: String) { self.init(argument) }
}

/// The arithmetic asked for.
enum Precision: String, ExpressibleByArgument, CaseIterable {
  case auto, fp32, bf16, int8

  /// The kind of products, `fastest` for `auto`; throws a usage error where the processor cannot.
  func productKind(fastest: ProductKind = .fastest) throws -> ProductKind {
    switch self {
    case .auto: return fastest
    case .fp32: return .fp32
    case .int8: return .int8
    case .bf16:
      guard Processor.hasBrainFloatTiles else {
        throw Failure.usage(
          "--precision bf16 needs a processor with AMX tiles, which this one lacks; use fp32 or auto"
        )
      }
      return .bf16
    }
  }

  /// The kind of products to read with by a model: `precision`, or `standard` where nothing was asked for; throws a usage
  /// error for a choice that the model would ignore, or the processor cannot carry out.
  static func kind(
    _ precision: Precision?, for model: ModelConfiguration, standard: Precision = .auto,
    fastest: ProductKind = .fastest
  ) throws -> ProductKind {
    if model.multipliedWeights > 0 {
      return try (precision ?? standard).productKind(fastest: fastest)
    }
    guard precision == nil else {
      throw Failure.usage(
        "--precision belongs to models that multiply matrices, and the model is "
          + "\(model.name.rawValue), which looks its probabilities up; leave it out")
    }
    return .fp32
  }

  /// The kind of products to train with; throws a usage error for one that gives no gradients.
  func trainingKind() throws -> ProductKind {
    let kind = try productKind()
    guard kind.canTrain else {
      throw Failure.usage(
        "--precision \(kind.rawValue) is not for training; use auto, fp32 or bf16")
    }
    return kind
  }
}

/// The bounds of `--seed`.
enum Seed {
  /// JSON's integers, as most readers take them, end at 2⁶³ - 1.
  static func check(_ seed: UInt64) throws {
    guard seed <= Int64.max else {
      throw Failure.usage("--seed must be from 0 to \(Int64.max), not \(seed)")
    }
  }
}

/// How many workers.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Workers (default: one for each processor).")
  var threads: Int?

  func makePool() throws -> WorkerPool {
    let count = threads ?? WorkerPool.processorCount
    guard (1...WorkerPool.mostWorkers).contains(count) else {
      throw Failure.usage("--threads must be from 1 to \(WorkerPool.mostWorkers), not \(count)")
    }
    return WorkerPool(count: count)
  }
}

/// A checkpoint, or a run's best or latest.
struct ModelOptions: ParsableArguments {
  @Argument(help: "A checkpoint's folder, or a run's, which means its best checkpoint.")
  var model: String

  @Option(help: "Which checkpoint of a run: best or latest (default: best).")
  var which: CheckpointChoice?

  /// The open checkpoint; throws a usage error where there is nothing to choose.
  func open() throws -> CheckpointFolder {
    let checkpoint = try RunFolder.open(model, which ?? .best)
    guard which == nil || checkpoint.path.split(separator: "/") != model.split(separator: "/")
    else {
      throw Failure.usage(
        "--which chooses among a run's checkpoints, and \(model) is a checkpoint; leave it out, or name the run"
      )
    }
    return checkpoint
  }
}
