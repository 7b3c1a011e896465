/// What becomes of bytes that are no text in the encoding of their file.
public enum InvalidPolicy: String, Codable, CaseIterable, Sendable {
  /// The first such sequence is an error that names its place.
  case error
  /// Each maximal sequence becomes one U+FFFD.
  case replace
  /// They are left out.
  case skip
}
