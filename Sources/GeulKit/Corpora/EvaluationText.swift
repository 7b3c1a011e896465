import Foundation
import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// A text to score a model on: its tokens, and which of them.
public struct EvaluationText: Sendable {
  /// What a report calls it.
  public let name: String
  /// The text that `range` is a part of; what stands before it may be read for warm-up.
  public let tokens: TokenSequence
  /// What is scored.
  public let range: Range<Int>
  /// What encoding it has changed and missed; nil where it was encoded before.
  public let report: CorpusReport?

  /// A part of some tokens.
  public init(
    name: String, tokens: TokenSequence, range: Range<Int>, report: CorpusReport? = nil
  ) {
    self.name = name
    self.tokens = tokens
    self.range = range
    self.report = report
  }

  /// The whole text of files, or of a token file.
  public init(_ files: [String], _ corpus: EncodedCorpus) {
    self.init(
      name: files.joined(separator: " "), tokens: corpus.tokens, range: 0..<corpus.tokens.count,
      report: corpus.report)
  }

  /// A part of the text that a checkpoint's run was given: of its corpus, cut as training did, or a text of its own.
  ///
  /// `tell` is told in a line if the corpus is not as it was. Throws `RequestError` if it cannot be had, `TextError`,
  /// `StorageError` or `WorkStopped`.
  public init(
    _ part: CorpusSplit.Part, ofRunOf checkpoint: String, _ settings: RunSettings,
    tokenizer: Tokenizer, stop: StopRequest? = nil, tell: (String) -> Void
  ) throws {
    let run = RunFolder(containing: checkpoint)
    let (own, path) =
      switch part {
      case .train: ([String](), String?.none)
      case .validation: (settings.validationFiles, run?.validationTokens)
      case .test: (settings.testFiles, run?.testTokens)
      }
    if !own.isEmpty {
      self.init(
        own, try RunCorpus.encode(own, settings, tokenizer: tokenizer, to: path, stop: stop))
      return
    }
    let tokens = try RunCorpus.open(
      settings, tokenizer: tokenizer, run: run, stop: stop, tell: tell)
    self.init(
      name: settings.corpus.joined(separator: " ") + " (\(part.rawValue))", tokens: tokens,
      range: try settings.split(tokens, tokenizer: tokenizer).range(of: part))
  }

  /// Scores it. `model` is what the report calls the model; `progress` is told the symbols scored so far, and `each` what
  /// each symbol costs, by its place in the range and in any order.
  ///
  /// Throws `RequestError` for a text of nothing, `WorkStopped`, or `StorageError` if it can no longer be read.
  public func score(
    _ language: LanguageModel, called model: String, by evaluator: Evaluator = Evaluator(),
    kind: ProductKind = .fp32, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Int) -> Void = { _ in },
    each: (_ place: Int, _ nats: Double) -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    guard !range.isEmpty else {
      throw RequestError(
        .badData, "\(name): expected text to score, found none; name a file, or another --split")
    }
    let begun = ContinuousClock.now
    let score = try evaluator.score(
      tokens, range: range, model: language.model, kind: kind, pool: pool, stop: stop,
      progress: progress, each: each)
    let seconds = (ContinuousClock.now - begun).inSeconds
    let measure = try tokens.measure(range, tokenizer: language.tokenizer)
    return EvaluationReport(
      model: model, corpus: name, evaluation: TextEvaluation(score: score, measure: measure),
      seconds: seconds, standardError: try standardError(score.stretches, language.tokenizer))
  }

  /// The standard error of the bits per character.
  func standardError(
    _ stretches: Stretches, _ tokenizer: Tokenizer
  ) throws(StorageError) -> Double? {
    stretches.standardError(per: try characters(of: stretches, tokenizer)).map { $0 / log(2) }
  }

  /// The characters of each stretch.
  func characters(
    of stretches: Stretches, _ tokenizer: Tokenizer
  ) throws(StorageError) -> [Int] {
    var characters: [Int] = []
    for place in stretches.nats.indices {
      let start = range.lowerBound + place * stretches.length
      let end = min(range.upperBound, start + stretches.length)
      characters.append(try tokens.measure(start..<end, tokenizer: tokenizer).scalars)
    }
    return characters
  }

  /// What a person should know beside the figures, in lines: what the vocabulary does not hold of it.
  public func notes(on measure: TextMeasure, tokenizer: Tokenizer) -> [String] {
    let unknown = report?.unknown ?? [:]
    var lines: [String] = []
    if unknown.isEmpty && measure.spelledScalars > 0 {
      lines.append(
        "\(Figures.grouped(measure.spelledScalars)) characters of \(name) are spelled in bytes")
    }
    lines += CorpusNotes.unknown(unknown, by: tokenizer, in: name)
    if measure.unknownSymbols > 0 {
      lines.append("what the unknown symbol stands for costs extra: the true figure is higher")
    }
    return lines
  }
}
