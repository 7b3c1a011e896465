/// Which normal form a text is in, and where it first departs from one (UAX #15).
public struct NormalFormFinding: Equatable, Sendable {
  /// The first scalar that NFC would change; nil if the text is NFC.
  public var firstNotNFC: TextPlace?
  /// The first scalar that NFD would change; nil if the text is NFD.
  public var firstNotNFD: TextPlace?

  /// A text's normal form in a word.
  public enum Form: String, Sendable {
    /// NFC and NFD alike: nothing in it composes or decomposes.
    case both
    /// NFC.
    case nfc
    /// NFD.
    case nfd
    /// Neither.
    case mixed
  }

  /// The form.
  public var form: Form {
    switch (firstNotNFC, firstNotNFD) {
    case (nil, nil): .both
    case (nil, _): .nfc
    case (_, nil): .nfd
    default: .mixed
    }
  }

  /// What both texts together are, the first place of the two being kept.
  func joined(_ next: Self) -> Self {
    NormalFormFinding(
      firstNotNFC: firstNotNFC ?? next.firstNotNFC, firstNotNFD: firstNotNFD ?? next.firstNotNFD)
  }
}
