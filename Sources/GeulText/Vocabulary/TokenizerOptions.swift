/// How a tokenizer is learned from a text.
public struct TokenizerOptions: Equatable, Sendable {
  /// What a symbol is.
  public var unit: TextUnit
  /// The form the text takes first.
  public var form: NormalizationForm
  /// What becomes of line ends before that.
  public var newlines: NewlinePolicy
  /// How often a symbol must occur; what is rarer is spelled in smaller symbols.
  public var minimumCount: Int
  /// The most symbols there may be (V), the reserved ones among them; nil for no limit.
  public var size: Int?
  /// What becomes of scalars that are not among the symbols.
  public var unknown: UnknownPolicy

  /// Options, by default those of `geul train`.
  public init(
    unit: TextUnit = .scalar, form: NormalizationForm = .nfc, newlines: NewlinePolicy = .lf,
    minimumCount: Int = 1, size: Int? = nil, unknown: UnknownPolicy = .bytes
  ) {
    self.unit = unit
    self.form = form
    self.newlines = newlines
    self.minimumCount = minimumCount
    self.size = size
    self.unknown = unknown
  }

  /// What is wrong with the options, or nil.
  public var flaw: String? {
    if minimumCount < 1 { return "minimum-count must be at least 1, not \(minimumCount)" }
    let reserved = unknown == .bytes ? 256 : 1
    if let size, size <= reserved {
      return "vocabulary-size must be above \(reserved), the reserved symbols, not \(size)"
    }
    if unit == .byte && unknown == .symbol {
      return "unknown must be bytes with --units byte, where nothing is unknown"
    }
    if unit == .byte && (size != nil || minimumCount > 1) {
      return "vocabulary-size, and --minimum-count, are not for --units byte, which has always 256"
    }
    return nil
  }
}
