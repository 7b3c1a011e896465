import GeulStorage

/// Why a run cannot begin or go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// Fewer than two symbols to train on.
  case tooShort(symbols: Int, of: Int)
  /// The settings contradict themselves.
  case settings(String)
  /// Losses or gradients were not finite, again and again.
  case diverged(step: Int, advice: String)
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
      "step \(step): loss or gradient was not finite ten times in a row; \(advice)"
    case .storage(let error): error.description
    }
  }
}
