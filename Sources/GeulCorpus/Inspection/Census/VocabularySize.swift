import GeulText

/// How many symbols a text has under a unit and a normalization form.
///
/// The unknown symbol and the bytes of a vocabulary that spells rare symbols are not among them.
public struct VocabularySize: Equatable, Sendable {
  /// What one symbol is.
  public let unit: TextUnit
  /// The form of the text.
  public let form: NormalizationForm
  /// Distinct symbols.
  public let symbols: Int
  /// Those among them that occur once.
  public let once: Int
  /// Symbols in all: how long the text is in this unit.
  public let length: Int
}
