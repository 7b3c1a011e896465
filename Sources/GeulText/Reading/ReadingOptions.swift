/// How the bytes of a corpus become scalars.
public struct ReadingOptions: Equatable, Sendable {
  /// The files' encoding.
  public var encoding: EncodingChoice
  /// What becomes of bytes that are ill-formed in it.
  public var invalid: InvalidPolicy

  /// Options, by default those of `geul train`.
  public init(encoding: EncodingChoice = .auto, invalid: InvalidPolicy = .error) {
    self.encoding = encoding
    self.invalid = invalid
  }
}
