/// How many symbols a text has under a unit and a normalization form.
///
/// The unknown symbol and the bytes of a vocabulary that spells rare symbols are not among them.
public struct VocabularySize: Equatable, Sendable {
  /// What one symbol is.
  public enum Unit: String, CaseIterable, Sendable {
    /// A Unicode scalar.
    case scalar
    /// An extended grapheme cluster (UAX #29).
    case grapheme
    /// A scalar, but two or three conjoining jamo in place of each precomposed syllable.
    case jamo
    /// A byte of UTF-8.
    case byte
  }

  /// What one symbol is.
  public let unit: Unit
  /// The form of the text.
  public let form: NormalizationForm
  /// Distinct symbols.
  public let symbols: Int
  /// Those among them that occur once.
  public let once: Int
  /// Symbols in all: how long the text is in this unit.
  public let length: Int
}
