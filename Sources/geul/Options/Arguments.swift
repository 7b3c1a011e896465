import ArgumentParser
import GeulKit

extension ModelName: ExpressibleByArgument {}
extension Benchmark.Task: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension AveragingKind: ExpressibleByArgument {}
extension DropoutMasks: ExpressibleByArgument {}
extension ProjectedOutputs: ExpressibleByArgument {}
extension SizePreset: ExpressibleByArgument {}
extension Smoothing: ExpressibleByArgument {}
extension NormalizationForm: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}
extension UnknownPolicy: ExpressibleByArgument {}
extension NewlinePolicy: ExpressibleByArgument {}
extension InvalidPolicy: ExpressibleByArgument {}
extension OptimizerKind: ExpressibleByArgument {}
extension ScheduleKind: ExpressibleByArgument {}
extension OutputPrior: ExpressibleByArgument {}
extension ChunkOrder: ExpressibleByArgument {}
extension CheckpointChoice: ExpressibleByArgument {}
extension CorpusSplit.Part: ExpressibleByArgument {}

extension InputEncoding: ExpressibleByArgument {
  /// A number of dimensions, which a model may refuse, or `onehot`.
  public init?(argument: String) {
    if argument == "onehot" {
      self = .oneHot
    } else if let size = Int(argument) {
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
      guard Processor.hasBrainFloats else {
        throw Failure.usage(
          "--precision bf16 needs a processor with AMX tiles or AVX-512 BF16, which this one lacks; use fp32 or "
            + "auto"
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

  /// The kind of products to score a text with: fp32 where nothing was asked for.
  static func scoringKind(
    _ precision: Precision?, for model: ModelConfiguration
  ) throws -> ProductKind {
    try kind(precision, for: model, standard: .fp32, fastest: .fastestForReading)
  }

  /// The same for one of several models: what was asked for is meant for those that multiply.
  static func scoringKind(
    _ precision: Precision?, forOneOf model: ModelConfiguration
  ) throws -> ProductKind {
    try scoringKind(model.multipliedWeights > 0 ? precision : nil, for: model)
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

/// What is drawn by: a whole number as it was typed, so that one out of range is told as such.
struct Seed: ExpressibleByArgument {
  private let text: String

  /// The seed of that number.
  init(_ number: UInt64) { text = String(number) }

  /// A whole number of any size.
  init?(argument: String) {
    let digits = argument.first == "-" ? argument.dropFirst() : argument[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
    else { return nil }
    text = argument
  }

  /// As help shows it.
  var defaultValueDescription: String { text }

  /// The number; throws a usage error for one that is negative or beyond JSON's integers, as most readers take them.
  func number() throws -> UInt64 {
    guard let number = UInt64(text), number <= TrainingChoices.mostSeed else {
      throw Failure.usage("--seed must be from 0 to \(TrainingChoices.mostSeed), not \(text)")
    }
    return number
  }
}

/// How many workers.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Workers (default: one for each fast physical core that may be used).")
  var threads: Int?

  /// How many there are to be.
  func count() throws -> Int {
    let count = threads ?? WorkerPool.defaultCount
    guard (1...WorkerPool.mostWorkers).contains(count) else {
      throw Failure.usage("--threads must be from 1 to \(WorkerPool.mostWorkers), not \(count)")
    }
    return count
  }

  /// That many.
  func makePool() throws -> WorkerPool {
    WorkerPool(count: try count())
  }
}
