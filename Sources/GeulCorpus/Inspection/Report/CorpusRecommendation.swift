/// Advice that follows from an inspection.
public struct CorpusRecommendation: Equatable, Sendable {
  /// What it is about.
  public enum Kind: String, CaseIterable, Sendable {
    /// There is no text.
    case empty
    /// The encoding is a guess, or some of the input is not text in it.
    case encoding
    /// The text was decoded wrongly before it was saved.
    case mojibake
    /// The text stands between marks of a format that a model would learn.
    case structure
    /// Files were joined, and each brought a byte order mark.
    case joinedFiles = "joined_files"
    /// U+FFFD: characters were lost before the text was saved.
    case replacement
    /// Something occurs twice.
    case duplicates
    /// The text is not in the form that training uses.
    case normalForm = "normal_form"
    /// Compatibility forms would destroy part of it.
    case compatibility
    /// Line ends are not LF alone.
    case newlines
    /// Characters that are hardly meant to be there.
    case suspectCharacters = "suspect_characters"
    /// Old Hangul.
    case oldHangul = "old_hangul"
    /// Symbols too rare to be learnt.
    case rareSymbols = "rare_symbols"
    /// Many symbols.
    case largeVocabulary = "large_vocabulary"
    /// One line that is very long, or all of the text.
    case longLine = "long_line"
    /// Some numbers are not exact.
    case incomplete
  }

  /// What it is about.
  public let kind: Kind
  /// The advice in a sentence or two.
  public let message: String
  /// What to type to follow it, if something is to be typed.
  public let flag: String?

  init(_ kind: Kind, _ message: String, flag: String? = nil) {
    self.kind = kind
    self.message = message
    self.flag = flag
  }
}
