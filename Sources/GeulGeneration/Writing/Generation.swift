/// What was written.
public struct Generation: Sendable {
  /// Why it ended.
  public enum FinishReason: String, Sendable {
    /// The length was reached, or nothing more may come.
    case length
    /// A stop text came.
    case stop
    /// It was asked to stop.
    case stopped
  }

  /// The text, of whole characters, without the stop text.
  public internal(set) var text = ""
  /// Its symbols.
  public internal(set) var symbols: [UInt32] = []
  /// Symbols for the end of the text where the stop text began within a symbol, which the model did not write.
  public internal(set) var rest: [UInt32] = []
  /// ln p of each symbol under the model, before any filter.
  public internal(set) var logProbabilities: [Double] = []
  /// The most probable symbols at each place under the model, the most probable first; empty unless asked for.
  public internal(set) var alternatives: [[SymbolChance]] = []
  /// Why it ended.
  public internal(set) var finishReason = FinishReason.length
  /// The stop text that ended it, as it was given, or the line end as it came.
  public internal(set) var stop: String?

  /// What a beam ranked it by; nil where it was drawn.
  public internal(set) var score: Double?

  /// Sum of ln p of the symbols under the model, before any filter.
  public var logProbability: Double { logProbabilities.reduce(0, +) }

  /// Nothing written.
  public init() {}

  /// Keeps the first `count` symbols.
  mutating func keep(_ count: Int) {
    symbols.removeSubrange(count...)
    logProbabilities.removeSubrange(count...)
    if !alternatives.isEmpty { alternatives.removeSubrange(count...) }
  }
}
