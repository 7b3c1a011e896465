/// The text of a hypothesis, which knows what may come next and when the text is at its end.
///
/// A value: hypotheses that share their beginning are copies of it that went on differently.
public protocol HypothesisText {
  associatedtype MergeKey: Hashable

  /// The ids, ascending and without repetition, that may not come where so many symbols may still be written, the
  /// next one included. Where these are all, the text ends as it stands.
  func excluded(remaining: Int) -> [UInt32]

  /// Goes on by a symbol that was not excluded; returns whether that ends the text.
  mutating func push(_ id: UInt32) -> Bool

  /// What tells this text, and where within a character it is, from others: two sequences of symbols that spell the
  /// same text have the same key. Nil where each text has one spelling only, which spares the comparing; the texts of
  /// one search either all have a key or none has.
  var mergeKey: MergeKey? { get }
}
