import GeulCompute
import GeulText

/// Whether the letters of Hangul can be told from the vectors of a model that was never told of letters.
public enum HangulStructure: Sendable {
  /// Symbols are syllables.
  case syllables(Syllables)
  /// Symbols are letters.
  case letters(Letters)
  /// There is nothing to say, for this reason.
  case none(String)

  /// What is found of syllables.
  public struct Syllables: Sendable {
    /// Syllables that were looked at, the most frequent ones.
    public let count: Int
    /// For each part, pairs that share it alone against pairs that share none; nil where there is no such pair.
    public let parts: [(part: SyllableParts.Part, contrast: PairContrast?)]
    /// Pairs that share a final consonant alone, syllables without one left out; against the same others.
    public let finalConsonant: PairContrast?
    /// The exchange of two parts.
    public let arithmetic: [SyllableArithmetic]
  }

  /// What is found of letters.
  public struct Letters: Sendable {
    /// Conjoining letters that were looked at.
    public let count: Int
    /// Pairs of one position in the syllable against pairs of two.
    public let position: PairContrast?
    /// The same consonant as initial and as final against two different ones.
    public let consonant: PairContrast?
  }

  /// The most syllables that are compared with each other.
  public static let mostSyllables = 2000
  /// The fewest that say anything.
  public static let fewest = 20

  /// Looks for structure among the symbols of a text.
  public init(_ symbols: EmbeddedSymbols, vocabulary: Vocabulary) {
    if vocabulary.unit == .byte {
      self = .none(
        "Symbols are bytes, three to a syllable: there is no vector of a syllable or a letter to ask about."
      )
      return
    }
    let rows = symbols.syllables.indices.filter { symbols.syllables[$0] != nil }
    if rows.count >= Self.fewest {
      let kept = Array(rows.prefix(Self.mostSyllables))
      self = .syllables(
        Syllables(symbols.vectors.selecting(kept), kept.compactMap { symbols.syllables[$0] }))
      return
    }
    let letters = symbols.ids.indices.compactMap { row in
      Letter(vocabulary.symbol(symbols.ids[row])).map { (row: row, letter: $0) }
    }
    if letters.count >= Self.fewest {
      self = .letters(
        Letters(symbols.vectors.selecting(letters.map(\.row)), letters.map(\.letter)))
      return
    }
    self = .none(
      "\(rows.count) Hangul syllables and \(letters.count) conjoining letters are too few to look for structure in; "
        + "\(Self.fewest) are needed.")
  }
}

extension HangulStructure.Syllables {
  /// The contrasts and rates of some syllables' vectors (n, D).
  init(_ table: VectorTable, _ syllables: [SyllableParts]) {
    count = syllables.count
    let (centred, strata) = (table.centred, [Array(syllables.indices)])
    let parts = PairContrast.contrasts(centred, groups: 3, strata: strata) { i, j in
      let shared = syllables[i].shared(with: syllables[j])
      guard let part = shared.first else { return 0 }
      guard shared.count == 1 else { return nil }
      return (SyllableParts.Part.allCases.firstIndex(of: part) ?? 0) + 1
    }
    self.parts = zip(SyllableParts.Part.allCases, parts).map { (part: $0, contrast: $1) }
    finalConsonant =
      PairContrast.contrasts(centred, groups: 1, strata: strata) { i, j in
        let shared = syllables[i].shared(with: syllables[j])
        if shared.isEmpty { return 0 }
        return shared == [.final] && syllables[i].final > 0 ? 1 : nil
      }[0]
    let pairs: [[SyllableParts.Part]] = [
      [.initial, .vowel], [.initial, .final], [.vowel, .final],
    ]
    arithmetic = pairs.compactMap { SyllableArithmetic(table, syllables, exchanging: $0) }
  }
}

extension HangulStructure.Letters {
  /// The contrasts of some letters' vectors (n, D).
  init(_ table: VectorTable, _ letters: [Letter]) {
    count = letters.count
    position =
      PairContrast.contrasts(table.centred, groups: 1, strata: [Array(letters.indices)]) {
        letters[$0].part == letters[$1].part ? 1 : 0
      }[0]
    let strata = SyllableParts.Part.allCases.map { part in
      letters.indices.filter { letters[$0].part == part }
    }
    // Each position has a place of its own, which would hide whether a consonant has one.
    let centred = Letter.centredByPart(table, strata)
    consonant =
      PairContrast.contrasts(centred, groups: 1, strata: strata) { i, j in
        guard let one = letters[i].consonant, let other = letters[j].consonant,
          letters[i].part != letters[j].part
        else { return nil }
        return one == other ? 1 : 0
      }[0]
  }
}

/// A conjoining letter of modern Hangul.
struct Letter: Sendable, Hashable {
  let part: SyllableParts.Part
  /// Of a consonant, its number among the initials, also as a final; nil of a vowel, and of a final that is no initial.
  let consonant: Int?

  /// For each final from U+11A8 on the initial that is the same consonant, or -1.
  private static let initials = [
    0, 1, -1, 2, -1, -1, 3, 5, -1, -1, -1, -1, -1, -1, -1, 6, 7, -1, 9, 10, 11, 12, 14, 15, 16, 17,
    18,
  ]

  init?(_ symbol: Vocabulary.Symbol) {
    guard case .scalar(let scalar) = symbol else { return nil }
    switch scalar {
    case 0x1100..<0x1113: (part, consonant) = (.initial, Int(scalar - 0x1100))
    case 0x1161..<0x1176: (part, consonant) = (.vowel, nil)
    case 0x11A8..<0x11C3:
      let initial = Self.initials[Int(scalar - 0x11A8)]
      (part, consonant) = (.final, initial < 0 ? nil : initial)
    default: return nil
    }
  }

  /// Rows less the mean of their stratum.
  static func centredByPart(_ table: VectorTable, _ strata: [[Int]]) -> VectorTable {
    var values = table.values
    for rows in strata where !rows.isEmpty {
      let part = table.selecting(rows).centred
      for (place, row) in rows.enumerated() {
        values.replaceSubrange(row * table.width..<(row + 1) * table.width, with: part[place])
      }
    }
    return VectorTable(width: table.width, values: values)
  }
}
