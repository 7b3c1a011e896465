/// Turns ids into scalars, one at a time.
struct SymbolReader: Sendable {
  private let vocabulary: Vocabulary
  private var repair = UTF8Repair()

  init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// Appends the scalars that an id completes: none, one or two.
  mutating func push(_ id: UInt32, into scalars: inout [UInt32]) {
    switch vocabulary.symbol(id) {
    case .unknown: scalars.append(UTF8Repair.replacement)
    case .scalar(let scalar): scalars.append(scalar)
    case .byte(let byte): repair.push(byte, into: &scalars)
    }
  }

  /// Ends the ids; an unfinished character becomes U+FFFD.
  mutating func finish(into scalars: inout [UInt32]) {
    repair.finish(into: &scalars)
  }
}
