extension SymbolAutomaton {
  /// Symbols of which each is a character or several, such as scalars of composed text.
  ///
  /// `isAllowed` says of the ids from 0 on whether they may come.
  static func characters(_ isAllowed: [Bool]) -> SymbolAutomaton {
    var automaton = SymbolAutomaton(classes: isAllowed.map { $0 ? 1 : never }, classCount: 2)
    automaton.setClosedRow([dead, closed])
    return automaton
  }

  /// Symbols among which are the letters of syllables.
  ///
  /// A syllable is L V or L V T, and V and T stand nowhere else. Letters that compose to a precomposed
  /// syllable are allowed if that is; others, such as those of old Korean, each by itself. `letters` has an
  /// entry for each id from 0 on, nil where it is no such letter; `isAllowed` counts for those alone.
  ///
  /// Cost: at most L·V states of old and modern letters, but each differs only as far as the set does.
  static func syllables(
    letters: [UInt32?], isAllowed: [Bool], allowing allowed: ScalarSet
  ) -> SymbolAutomaton {
    let alphabet = LetterClasses(letters)
    let classes = zip(letters, isAllowed).map { letter, isAllowed in
      letter.flatMap { alphabet.classes[$0] } ?? (isAllowed ? LetterClasses.character : never)
    }
    var automaton = SymbolAutomaton(classes: classes, classCount: alphabet.classCount)
    var row = automaton.emptyRow
    row[Int(LetterClasses.character)] = closed
    for (lead, column) in alphabet.leads {
      row[column] = automaton.state(after: lead, alphabet, allowing: allowed)
    }
    automaton.setClosedRow(row)
    return automaton
  }

  /// The state in which L waits for its V.
  private mutating func state(
    after lead: UInt32, _ alphabet: LetterClasses, allowing allowed: ScalarSet
  ) -> Int32 {
    var row = emptyRow
    // All V that do not compose with the L are followed by the same T.
    var apart: Int32?
    for (vowel, column) in alphabet.vowels {
      if let open = HangulSyllable.compose(lead, vowel) {
        row[column] = state(afterSyllable: open, alphabet, allowing: allowed)
      } else if allowed.contains(lead), allowed.contains(vowel) {
        let target = apart ?? state(afterLettersApart: alphabet, allowing: allowed)
        apart = target
        row[column] = target
      }
    }
    return state(row, isClosed: false)
  }

  /// The state after L and V that compose to `open`.
  private mutating func state(
    afterSyllable open: UInt32, _ alphabet: LetterClasses, allowing allowed: ScalarSet
  ) -> Int32 {
    let isAllowed = allowed.contains(open)
    var row = emptyRow
    for (final, column) in alphabet.finals {
      let mayCome =
        HangulSyllable.compose(open, final).map { allowed.contains($0) }
        ?? (isAllowed && allowed.contains(final))
      if mayCome { row[column] = Self.closed }
    }
    return state(row, isClosed: isAllowed)
  }

  /// The state after an L and a V that are allowed and do not compose.
  private mutating func state(
    afterLettersApart alphabet: LetterClasses, allowing allowed: ScalarSet
  ) -> Int32 {
    var row = emptyRow
    for (final, column) in alphabet.finals where allowed.contains(final) {
      row[column] = Self.closed
    }
    return state(row, isClosed: true)
  }
}

/// The classes of a vocabulary's letters: one each.
private struct LetterClasses {
  /// The class of what is no letter, and allowed.
  static let character = SymbolAutomaton.never + 1

  private(set) var leads: [(letter: UInt32, column: Int)] = []
  private(set) var vowels: [(letter: UInt32, column: Int)] = []
  private(set) var finals: [(letter: UInt32, column: Int)] = []
  private(set) var classes: [UInt32: UInt16] = [:]

  init(_ letters: [UInt32?]) {
    for case let letter? in letters {
      let column = classCount
      switch HangulLetter(letter) {
      case .lead: leads.append((letter, column))
      case .vowel: vowels.append((letter, column))
      case .final: finals.append((letter, column))
      case nil: continue
      }
      classes[letter] = UInt16(column)
    }
  }

  /// How many classes there are, those that are no letters included.
  var classCount: Int { 2 + classes.count }
}
