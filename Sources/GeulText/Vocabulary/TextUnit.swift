/// What one symbol of a text is.
public enum TextUnit: String, Codable, CaseIterable, Sendable {
  /// A Unicode scalar of the normalized text.
  case scalar
  /// A byte of the normalized text in UTF-8.
  case byte
}
