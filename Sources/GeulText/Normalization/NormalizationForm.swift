/// A Unicode normalization form, or none at all (UAX #15).
///
/// NFC is the default of Geul: it keeps a Hangul syllable in one scalar and leaves ㅋㅋ and ㅠㅠ alone.
/// The compatibility forms are lossy for Korean: they turn those letters into conjoining jamo.
public enum NormalizationForm: String, Codable, CaseIterable, Sendable {
  /// Canonical decomposition, then canonical composition.
  case nfc
  /// Canonical decomposition.
  case nfd
  /// Compatibility decomposition, then canonical composition.
  case nfkc
  /// Compatibility decomposition.
  case nfkd
  /// The text as it is.
  case none

  /// Whether the form ends with canonical composition.
  public var composes: Bool {
    switch self {
    case .nfc, .nfkc: true
    case .nfd, .nfkd, .none: false
    }
  }

  /// Whether the form replaces compatibility characters, which cannot be undone.
  public var isCompatibility: Bool {
    switch self {
    case .nfkc, .nfkd: true
    case .nfc, .nfd, .none: false
    }
  }

  /// The text in this form, all at once.
  ///
  /// Cost: linear in the length of the text; see ``StreamingNormalizer`` for text in pieces.
  public func normalize(_ text: String) -> String {
    var normalizer = StreamingNormalizer(self)
    var scalars: [UInt32] = []
    normalizer.append(text.unicodeScalars.map(\.value), into: &scalars)
    normalizer.finish(into: &scalars)
    return String(scalars: scalars)
  }
}
