import GeulText

/// What the vectors of a model's symbols are like: which lie near to each other, how they lie in a plane, and whether Hangul's
/// letters show in them.
public struct EmbeddingInspection: Sendable {
  /// A kind of character: how near its symbols lie to each other, and to those of other kinds.
  public struct Kind: Sendable {
    /// Which kind.
    public let kind: SymbolKind
    /// Its symbols.
    public let symbols: Int
    /// Mean cosine of the centred vectors of two of them; nil where there is no such pair.
    public let within: Double?
    /// The same with symbols of other kinds.
    public let outside: Double?
  }

  /// The symbols that were looked at, the most frequent first.
  public let symbols: EmbeddedSymbols
  /// For each of the most frequent symbols the nearest by the cosine of the vectors as they are.
  public let nearest: [[(row: Int, cosine: Double)]]
  /// Two directions, and the places of all symbols along them.
  public let map: PrincipalComponents
  /// The share that the first direction of as many vectors would explain if all their numbers were drawn at random:
  /// (√n + √D)² / (n D) (Marchenko and Pastur 1967).
  public let randomShare: Double
  /// The kinds that stand in the text.
  public let kinds: [Kind]
  /// What shows of Hangul's letters.
  public let hangul: HangulStructure

  /// Neighbours that are told of each symbol.
  public static let neighbours = 6

  /// What there is to see of some symbols, of which there are two at least; neighbours are told of the `most` first ones.
  ///
  /// Cost: n D for each symbol told of; n² / 2 cosines of Hangul's syllables.
  public init(_ symbols: EmbeddedSymbols, vocabulary: Vocabulary, most: Int) {
    precondition(symbols.ids.count >= 2, "\(symbols.ids.count) symbols")
    self.symbols = symbols
    let unit = symbols.vectors.normalized
    nearest = (0..<min(most, symbols.ids.count)).map { row in
      unit.nearest(to: row, most: Self.neighbours).map { (row: $0.row, cosine: $0.product) }
    }
    map = PrincipalComponents(symbols.vectors, count: 2)
    let (n, D) = (Double(symbols.ids.count), Double(symbols.vectors.width))
    randomShare = min(
      1, (n.squareRoot() + D.squareRoot()) * (n.squareRoot() + D.squareRoot()) / (n * D))
    kinds = Self.kinds(symbols)
    hangul = HangulStructure(symbols, vocabulary: vocabulary)
  }

  /// Sums of cosines are products of sums of vectors, so that no pair is looked at.
  private static func kinds(_ symbols: EmbeddedSymbols) -> [Kind] {
    let table = symbols.vectors.centred.normalized
    func sum(_ rows: [Int]) -> [Double] {
      var sum = [Double](repeating: 0, count: table.width)
      for row in rows { for (place, value) in table[row].enumerated() { sum[place] += value } }
      return sum
    }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let all = sum(Array(symbols.kinds.indices))
    return SymbolKind.allCases.compactMap { kind in
      let rows = symbols.kinds.indices.filter { symbols.kinds[$0] == kind }
      guard !rows.isEmpty else { return nil }
      let own = sum(rows)
      let squares = rows.reduce(0.0) { $0 + table.product($1, $1) }
      let (n, others) = (Double(rows.count), Double(symbols.kinds.count - rows.count))
      return Kind(
        kind: kind, symbols: rows.count,
        within: n > 1 ? (product(own, own) - squares) / (n * (n - 1)) : nil,
        outside: others > 0 ? (product(own, all) - product(own, own)) / (n * others) : nil)
    }
  }
}
