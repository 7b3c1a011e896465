/// Chooses the symbols of a vocabulary by how often each character of a text occurs.
struct VocabularyLearner {
  let options: TokenizerOptions
  /// The characters of the text and their counts.
  let characters: CharacterTable

  /// The vocabulary: symbols by falling frequency, ties by their scalars.
  func learn() -> Vocabulary {
    guard options.unit != .byte else { return .bytes }
    var least = options.minimumCount
    var symbols = symbols(least: least)
    if let size = options.size {
      let most = size - (options.unknown == .bytes ? 256 : 1)
      if options.unit == .grapheme {
        // Clusters that are left out add to their scalars' counts, so the choice is made anew.
        var tooMany: [Counted] = []
        while symbols.count > most {
          tooMany = symbols
          least = max(least + 1, symbols[most].count + 1)
          symbols = self.symbols(least: least)
        }
        // What room is left goes to the first of those that occur equally often.
        let chosen = Set(symbols.map(\.symbol))
        symbols += tooMany.filter { !chosen.contains($0.symbol) }.prefix(most - symbols.count)
      } else if symbols.count > most {
        symbols.removeLast(symbols.count - most)
      }
    }
    return Vocabulary(
      unit: options.unit, symbols: symbols.map(\.symbol), unknown: options.unknown)
  }

  private typealias Counted = (symbol: Vocabulary.Symbol, key: ArraySlice<UInt32>, count: Int)

  /// The symbols that occur at least so often, when all others are spelled in smaller ones.
  private func symbols(least: Int) -> [Counted] {
    var scalars: [UInt32: Int] = [:]
    var symbols: [Counted] = []
    for (number, count) in characters.counts.enumerated() {
      let character = characters.scalars(of: number)
      if character.count > 1 && count >= least {
        symbols.append((.cluster(Array(character)), character, count))
      } else if count > 0 {
        for scalar in character { add(scalar, count, to: &scalars) }
      }
    }
    for (scalar, count) in scalars where count >= least {
      symbols.append((.scalar(scalar), [scalar], count))
    }
    symbols.sort { left, right in
      left.count != right.count
        ? left.count > right.count : left.key.lexicographicallyPrecedes(right.key)
    }
    return symbols
  }

  private func add(_ scalar: UInt32, _ count: Int, to scalars: inout [UInt32: Int]) {
    guard options.unit == .jamo, HangulSyllable.range.contains(scalar) else {
      scalars[scalar, default: 0] += count
      return
    }
    HangulSyllable.forEachJamo(of: scalar) { scalars[$0, default: 0] += count }
  }
}
