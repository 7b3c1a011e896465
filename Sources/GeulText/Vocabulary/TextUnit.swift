/// What one symbol of a text is.
public enum TextUnit: String, Codable, CaseIterable, Sendable {
  /// A Unicode scalar of the normalized text.
  case scalar
  /// An extended grapheme cluster (UAX #29): what a reader takes for one character.
  case grapheme
  /// A letter of the Korean alphabet: a precomposed syllable is read as its L, V and, if it has one, T
  /// (the Unicode Standard, section 3.12); every other scalar is one symbol.
  case jamo
  /// A byte of the normalized text in UTF-8.
  case byte
}

/// What becomes of a scalar that a vocabulary does not hold.
public enum UnknownPolicy: String, Codable, CaseIterable, Sendable {
  /// It is spelled in symbols that stand for the bytes of its UTF-8, so nothing is ever unknown.
  case bytes
  /// It is read as the one unknown symbol.
  case symbol
}
