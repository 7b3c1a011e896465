/// What a session wrote.
public struct Generation: Sendable {
  /// Why it ended.
  public enum FinishReason: String, Sendable {
    /// The length was reached.
    case length
    /// It was asked to stop.
    case stopped
  }

  /// The text, of whole characters.
  public private(set) var text = ""
  /// Its symbols.
  public internal(set) var symbols: [UInt32] = []
  /// Sum of ln p of the symbols under the model, before any filter.
  public internal(set) var logProbability = 0.0
  /// Why it ended.
  public internal(set) var finishReason = FinishReason.length

  mutating func append(_ piece: String, _ emit: (String) -> Void) {
    guard !piece.isEmpty else { return }
    text += piece
    emit(piece)
  }
}
