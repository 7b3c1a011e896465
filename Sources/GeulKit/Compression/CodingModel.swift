import GeulLanguage

/// A model to compress by, with what tells it from all others.
public struct CodingModel: Sendable {
  /// The model.
  public let language: LanguageModel
  let fingerprint: UInt64
  let name: String

  /// A model of this fingerprint, which is that of its checkpoint, called `name` in errors.
  public init(_ language: LanguageModel, fingerprint: UInt64, called name: String) {
    (self.language, self.fingerprint, self.name) = (language, fingerprint, name)
  }
}
