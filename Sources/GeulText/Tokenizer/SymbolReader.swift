/// Turns ids into scalars, one id at a time.
///
/// Letters of a syllable that are symbols are composed with those before them, so a letter or a syllable
/// that another may join is held until the next id. Scalars spelled in bytes join nothing.
struct SymbolReader: Sendable {
  private let vocabulary: Vocabulary
  private let composesSyllables: Bool
  private var repair = UTF8Repair()
  /// L, or a syllable without a final consonant, that a next letter may join.
  private var held: UInt32?

  init(_ tokenizer: Tokenizer) {
    vocabulary = tokenizer.vocabulary
    composesSyllables = tokenizer.composesSyllables
  }

  /// Appends the scalars that are certain with this id: none, one or several.
  mutating func push(_ id: UInt32, into scalars: inout [UInt32]) {
    switch vocabulary.symbol(id) {
    case .byte(let byte):
      release(into: &scalars)
      repair.push(byte, into: &scalars)
    case .unknown:
      finish(into: &scalars)
      scalars.append(UTF8Repair.replacement)
    case .scalar(let scalar):
      repair.finish(into: &scalars)
      composesSyllables ? join(scalar, into: &scalars) : scalars.append(scalar)
    case .cluster(let cluster):
      finish(into: &scalars)
      scalars += cluster
    }
  }

  /// Ends the ids; an unfinished character becomes U+FFFD.
  mutating func finish(into scalars: inout [UInt32]) {
    release(into: &scalars)
    repair.finish(into: &scalars)
  }

  private mutating func join(_ scalar: UInt32, into scalars: inout [UInt32]) {
    if let first = held, let syllable = HangulSyllable.compose(first, scalar) {
      held = syllable
    } else {
      release(into: &scalars)
      held = scalar
    }
    if let last = held, !HangulSyllable.mayBeJoined(last) { release(into: &scalars) }
  }

  private mutating func release(into scalars: inout [UInt32]) {
    if let held { scalars.append(held) }
    held = nil
  }
}
