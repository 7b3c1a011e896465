import GeulCorpus
import GeulText

/// What kind of character a symbol stands for, as far as figures tell them apart.
public enum SymbolKind: String, Sendable, CaseIterable {
  case hangulSyllable = "hangul_syllable"
  /// Letters of Hangul that are no syllable: conjoining, compatible, old, of half width.
  case jamo
  case han
  case latinUpper = "latin_upper"
  case latinLower = "latin_lower"
  /// Letters of other scripts, and marks.
  case otherLetter = "other_letter"
  case digit
  /// Punctuation and signs.
  case punctuation
  /// Whatever is blank but a line feed.
  case space
  case lineFeed = "line_feed"
  /// A byte that is no character by itself.
  case byte
  case other

  /// The kind of a scalar value.
  public init(scalar: UInt32) {
    switch scalar {
    case 0x0A: self = .lineFeed
    case 0x09, 0x0B...0x0D: self = .space
    default: self = Self.hangul(scalar) ?? Self.byCategory(scalar)
    }
  }

  /// The kind of a symbol: of a cluster that of its first scalar, but of letters that make a syllable that of a syllable.
  public init(_ symbol: Vocabulary.Symbol) {
    switch symbol {
    case .unknown: self = .other
    case .byte(let byte): self = byte < 0x80 ? SymbolKind(scalar: UInt32(byte)) : .byte
    case .scalar(let scalar): self.init(scalar: scalar)
    case .cluster(let scalars):
      self =
        SyllableParts(symbol) != nil
        ? .hangulSyllable : scalars.first.map { SymbolKind(scalar: $0) } ?? .other
    }
  }

  private static func hangul(_ scalar: UInt32) -> SymbolKind? {
    switch CharacterKind(of: scalar) {
    case .hangulSyllable: .hangulSyllable
    case .conjoiningJamo, .oldJamo, .compatibilityJamo, .oldCompatibilityJamo, .halfwidthJamo:
      .jamo
    default: nil
    }
  }

  private static func byCategory(_ scalar: UInt32) -> SymbolKind {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return .other }
    switch properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter, .lowercaseLetter, .modifierLetter, .otherLetter:
      switch UnicodeScript(of: scalar) {
      case .han: return .han
      case .latin: return properties.isUppercase ? .latinUpper : .latinLower
      default: return .otherLetter
      }
    case .nonspacingMark, .spacingMark, .enclosingMark: return .otherLetter
    case .decimalNumber, .letterNumber, .otherNumber: return .digit
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      return .punctuation
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    default: return .other
    }
  }

  /// Whether words are made of it.
  public var isWord: Bool {
    switch self {
    case .hangulSyllable, .jamo, .han, .latinUpper, .latinLower, .otherLetter, .digit: true
    case .punctuation, .space, .lineFeed, .byte, .other: false
    }
  }

  /// What a person calls several of it.
  public var plural: String {
    switch self {
    case .hangulSyllable: "Hangul syllables"
    case .jamo: "jamo"
    case .han: "Han characters"
    case .latinUpper: "Latin capitals"
    case .latinLower: "Latin small letters"
    case .otherLetter: "other letters"
    case .digit: "digits"
    case .punctuation: "punctuation and signs"
    case .space: "spaces"
    case .lineFeed: "line feeds"
    case .byte: "bytes"
    case .other: "others"
    }
  }
}
