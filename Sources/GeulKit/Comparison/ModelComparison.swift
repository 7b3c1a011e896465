import Foundation
import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// Models side by side on one text.
public struct ModelComparison: Sendable {
  /// What is told of a model.
  public struct Row: Sendable {
    /// The figures of the text.
    public let report: EvaluationReport
    /// The kind of model.
    public let kind: ModelName
    /// Its numbers.
    public let parameters: Int
    /// How long its training took; nil where the checkpoint does not say.
    public let trainingSeconds: Double?
    /// What a checkpoint of it takes on the disk, as far as reading needs it.
    public let sizeBytes: Int
    fileprivate let stretches: CharacterStretches
  }

  /// A row for each model, in the order in which they were named.
  public let rows: [Row]

  /// Scores each model on the text that `text` makes for it; what they read must be the same characters.
  ///
  /// Throws `RequestError` where the texts differ, `StorageError`, `TextError` or `WorkStopped`.
  public init(
    _ checkpoints: [CheckpointFolder], pool: WorkerPool, stop: StopRequest = StopRequest(),
    kind: (ModelConfiguration) throws -> ProductKind,
    text: (LanguageModel, CheckpointFolder, JSONReader) throws -> EvaluationText
  ) throws {
    var rows: [Row] = []
    var contents: UInt64?
    for checkpoint in checkpoints {
      let configuration = try checkpoint.configuration()
      let language = try LanguageModel(checkpoint, configuration: configuration)
      let text = try text(language, checkpoint, configuration)
      let scored = try SymbolLosses(
        text, language, called: checkpoint.path, kind: try kind(language.model.configuration),
        pool: pool, stop: stop)
      let measure = scored.report.evaluation.measure
      let hash = try text.contentHash(language.tokenizer)
      if let first = rows.first?.report, hash != contents {
        throw RequestError.usage(
          "\(checkpoint.path) reads \(Figures.grouped(measure.scalars)) characters of \(text.name), "
            + "and \(first.model) other ones, \(Figures.grouped(first.evaluation.measure.scalars)) of "
            + "\(first.corpus); name one text for all with --on, and compare models of one form")
      }
      contents = hash
      let stretches = try CharacterStretches(
        scored.nats, of: text.tokens, in: text.range, characters: measure.scalars,
        tokenizer: language.tokenizer)
      rows.append(
        Row(
          report: scored.report, kind: language.model.configuration.name,
          parameters: language.model.parameterCount,
          trainingSeconds: Self.seconds(checkpoint), sizeBytes: try checkpoint.modelBytes(),
          stretches: stretches))
    }
    self.rows = rows
  }

  private static func seconds(_ checkpoint: CheckpointFolder) -> Double? {
    do { return try Checkpoint.progress(of: checkpoint).seconds } catch { return nil }
  }

  /// One model's bits per character less another's; nil of a short text.
  public func difference(_ row: Int, _ other: Int) -> PairedDifference? {
    PairedDifference(
      rows[row].stretches.nats.map { $0 / log(2) }, rows[other].stretches.nats.map { $0 / log(2) },
      per: rows[row].stretches.counts)
  }

  /// The order of the rows by a column.
  public func order(by column: ComparisonColumn) -> [Int] {
    rows.indices.sorted {
      let (left, right) = (column.rank(of: rows[$0]), column.rank(of: rows[$1]))
      return left == right ? $0 < $1 : left < right
    }
  }

  /// An object for each row, as of `geul eval --json`, with what else is told and its differences to the others.
  public func json(_ order: [Int]) -> JSONValue {
    .array(
      order.map { place in
        let row = rows[place]
        guard case .object(var object) = row.report.json else { return row.report.json }
        object.append("kind", .string(row.kind.rawValue))
        object.append("parameters", .integer(Int64(row.parameters)))
        object.append("training_seconds", row.trainingSeconds.map { .number($0) } ?? .null)
        object.append("size_bytes", .integer(Int64(row.sizeBytes)))
        object.append(
          "pairs",
          .array(
            order.filter { $0 != place }.map { other in
              let found = difference(place, other)
              return [
                "model": .string(rows[other].report.model),
                "difference": found.map { .number($0.difference) } ?? .null,
                "standard_error": found.map { .number($0.standardError) } ?? .null,
                "p": found.map { .number($0.p) } ?? .null,
              ]
            }))
        return .object(object)
      })
  }
}

/// What the rows of a comparison can be sorted by.
public enum ComparisonColumn: String, Sendable, CaseIterable {
  /// The order in which they were named.
  case named
  /// Bits per character, the fewest first.
  case bits
  /// Numbers of the model.
  case parameters
  /// What training took.
  case minutes
  /// Symbols scored in a second, the most first.
  case speed
  /// Bytes on the disk.
  case size

  fileprivate func rank(of row: ModelComparison.Row) -> Double {
    switch self {
    case .named: 0
    case .bits: row.report.evaluation.bitsPerCharacter
    case .parameters: Double(row.parameters)
    case .minutes: row.trainingSeconds ?? .infinity
    case .speed: -row.report.symbolsPerSecond
    case .size: Double(row.sizeBytes)
    }
  }
}
