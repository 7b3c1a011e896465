/// What would have explained an error, in the order in which errors are taken away (Karpathy, Johnson and Li 2015).
public enum ErrorRung: String, Sendable, CaseIterable {
  /// n-grams of some order, counted on the training text, give the symbol at least one half.
  case ngram
  /// Its word stood within the last 100, 500 or 1,000 symbols, and it is not of the word's first character.
  case memory100 = "memory_100"
  case memory500 = "memory_500"
  case memory1000 = "memory_1000"
  /// Its word stands at most five times in the training text.
  case rareWord = "rare_word"
  /// It is of a word's first character.
  case wordStart = "word_start"
  /// It is punctuation, a sign or a line feed.
  case punctuation
  /// It was given 0.4 at least: a little more would have done.
  case boost
  /// Whatever is left.
  case rest

  /// How far back a memory of words reaches, in symbols.
  public static let memories: [(rung: ErrorRung, symbols: Int)] = [
    (.memory100, 100), (.memory500, 500), (.memory1000, 1000),
  ]

  /// What a person calls it.
  public var name: String {
    switch self {
    case .ngram: "n-grams"
    case .memory100: "word within 100"
    case .memory500: "word within 500"
    case .memory1000: "word within 1,000"
    case .rareWord: "rare word"
    case .wordStart: "word start"
    case .punctuation: "punctuation, line ends"
    case .boost: "p from 0.4 to 0.5"
    case .rest: "the rest"
    }
  }
}
