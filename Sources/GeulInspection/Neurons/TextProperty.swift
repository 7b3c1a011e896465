/// Something that a person can name about a place of a text, for cells to follow.
///
/// It is told from the characters alone, by rules that are said here: what a particle is, say, from a list of endings and
/// not by parsing.
public enum TextProperty: String, Sendable, CaseIterable {
  /// Between quotation marks, from the opening one to before the closing one; at most 1,000 characters, within a paragraph.
  case quotation = "inside quotation marks"
  /// Between brackets of any kind that have their partner.
  case brackets = "inside brackets"
  /// How many pairs of brackets are open.
  case depth = "depth of brackets"
  /// Characters since the last line feed.
  case linePosition = "position in the line"
  /// Characters to the next line feed.
  case lineEnd = "distance to the line's end"
  /// The blanks at the beginning of a line.
  case indentation = "indentation"
  /// From # or // to the line's end, or between /* and */.
  case comment = "comment"
  /// A line that ends in a colon after at most 40 characters, as names before speeches do.
  case speaker = "a speaker's name"
  /// Space, tab or line feed.
  case blank = "blank"
  /// The first letter of a word, which is what stands between blanks.
  case wordStart = "first letter of a word"
  /// Letters since the word's beginning; in Korean, the syllable's place in its word.
  case wordPosition = "place in the word"
  /// Letters of other scripts than Hangul, and Hangul.
  case hangul = "Hangul among letters"
  /// Syllables that end in a consonant, among syllables.
  case finalConsonant = "syllable with a final consonant"
  /// The last syllable of a word that ends as a noun with a particle does, among syllables.
  case particle = "particle at a word's end"
  /// The last syllable of a word that ends as verbs do, among syllables.
  case ending = "verb ending at a word's end"
  /// Numerals.
  case digit = "digit"
  /// Upper case, among letters that have case.
  case capital = "capital letter"
  /// a e i o u y, among Latin letters.
  case vowel = "vowel among Latin letters"
  /// Marks between and around words.
  case punctuation = "punctuation"

  /// Whether it is a number rather than yes or no; a cell is then to tell the upper half from the lower.
  public var isNumber: Bool {
    switch self {
    case .depth, .linePosition, .lineEnd, .wordPosition: true
    default: false
    }
  }

  /// What it is at each character: 1 and 0, or a number; nil where it is not asked.
  func values(of text: [UInt32]) -> [Double?] {
    switch self {
    case .quotation: PairedMarks.quotations(in: text).map { $0 > 0 ? 1 : 0 }
    case .brackets: PairedMarks.brackets(in: text).map { $0 > 0 ? 1 : 0 }
    case .depth: PairedMarks.brackets(in: text).map(Double.init)
    case .linePosition: LineMarks.position(in: text)
    case .lineEnd: LineMarks.remaining(in: text)
    case .indentation: LineMarks.indentation(in: text)
    case .comment: LineMarks.comments(in: text)
    case .speaker: LineMarks.speakers(in: text)
    case .wordStart, .wordPosition, .particle, .ending: WordMarks(text).values(of: self)
    default: text.map { CharacterMarks.value(of: self, $0) }
    }
  }
}
