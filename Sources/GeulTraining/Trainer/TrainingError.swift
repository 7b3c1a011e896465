import GeulStorage

/// Why a run cannot begin or go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// Fewer than two symbols to train on.
  case tooShort(symbols: Int, of: Int)
  /// The settings contradict themselves.
  case settings(String)
  /// The model got lost again and again, however low the learning rate was made.
  case diverged(step: Int, advice: String)
  /// At its end the model is worse than the frequencies of the symbols alone, in nats, and was better.
  case nothingLearnt(step: Int, loss: Double, unigram: Double, advice: String)
  /// The run's folder took nothing at the end; where the run was saved instead, if anywhere.
  case unsaved(StorageError, rescued: String?)
  /// A file failed.
  case storage(StorageError)

  /// Runs `body`, whose failure is a file's.
  static func storing<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(TrainingError) -> Result {
    do { return try body() } catch { throw .storage(error) }
  }

  /// One line: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .tooShort(let symbols, let all):
      "expected at least 2 symbols to train on, found \(symbols) of \(all) in the corpus; "
        + "use a longer text, or keep less of it from training"
    case .settings(let text): text
    case .diverged(let step, let advice):
      "step \(step): training diverged and could not be mended by a lower learning rate; what was "
        + "learnt before is saved; \(advice)"
    case .nothingLearnt(let step, let loss, let unigram, let advice):
      "step \(step): training diverged: the model costs \(JSONLine.rounded(loss, digits: 4)) nats a "
        + "symbol, and the frequencies of the symbols alone "
        + "\(JSONLine.rounded(unigram, digits: 4)); \(advice)"
    case .unsaved(let error, let rescued):
      if let rescued {
        "\(error.description); the run is saved in \(rescued) instead, go on with --resume --out \(rescued)"
      } else {
        "\(error.description); no other place took the run either, and what was learnt since the "
          + "last save is lost"
      }
    case .storage(let error): error.description
    }
  }
}
