/// Which symbols may come next, so that what is written is well-formed text of allowed characters.
///
/// What a text may end in, and what may follow, is a `State`; it begins `closed`.
public final class SymbolGrammar {
  /// Where within a character the writing is.
  public struct State: Hashable, Sendable {
    /// Between characters: the text may end here.
    public static let closed = State()
  }

  /// The way from text to symbols and back.
  public let tokenizer: Tokenizer

  /// The grammar of a tokenizer's text.
  public init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    withoutText =
      tokenizer.unit == .byte ? [] : Array(0..<UInt32(tokenizer.vocabulary.reservedCount))
  }

  private let withoutText: [UInt32]

  /// The ids, ascending, that may not come where so many symbols may still be written, this one included.
  public func excluded(_ state: State, remaining: Int) -> [UInt32] { withoutText }

  /// Where the writing is after `id`.
  public func next(_ state: State, after id: UInt32) -> State { .closed }
}
