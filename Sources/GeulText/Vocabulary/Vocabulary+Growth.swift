/// A vocabulary that takes in the symbols of another text.
extension Vocabulary {
  /// This vocabulary, whose ids stay, with the symbols of another of the same unit that it lacks behind them.
  package func taking(in other: Vocabulary) -> Vocabulary {
    precondition(unit == other.unit, "symbols of \(other.unit) for a vocabulary of \(unit)")
    let known = Set(symbols)
    return Vocabulary(
      unit: unit, symbols: symbols + other.symbols.filter { !known.contains($0) },
      unknown: unknown)
  }

  /// For each id from `count` on of a vocabulary that grew out of the first `count` ids, those among these that are most
  /// like it: of a Hangul syllable such as share two of its letters with it, else such as share one, and of any other
  /// symbol all.
  package func relatives(of count: Int) -> [[Int]] {
    let old = Array(reservedCount..<max(reservedCount, count))
    let syllables = old.compactMap { id in syllable(id).map { (id: id, letters: $0) } }
    return (count..<self.count).map { id in
      guard let letters = syllable(id) else { return old }
      for shared in [2, 1] {
        let alike = syllables.filter { Self.shared(letters, $0.letters) >= shared }
        if !alike.isEmpty { return alike.map(\.id) }
      }
      return old
    }
  }

  private func syllable(_ id: Int) -> HangulSyllable.Letters? {
    guard case .scalar(let scalar) = symbol(UInt32(id)) else { return nil }
    return HangulSyllable.letters(of: scalar)
  }

  private static func shared(_ a: HangulSyllable.Letters, _ b: HangulSyllable.Letters) -> Int {
    (a.lead == b.lead ? 1 : 0) + (a.vowel == b.vowel ? 1 : 0) + (a.final == b.final ? 1 : 0)
  }
}

extension HangulSyllable {
  /// The letters of a syllable; without a final, `final` is nil, which syllables without one share.
  typealias Letters = (lead: UInt32, vowel: UInt32, final: UInt32?)

  /// The letters of a precomposed syllable; nil of another scalar.
  static func letters(of scalar: UInt32) -> Letters? {
    guard range.contains(scalar) else { return nil }
    let (lead, vowel, final) = jamo(of: scalar)
    return (lead, vowel, final)
  }
}
