/// Turns normalized scalars into the ids of a tokenizer, and counts those its vocabulary does not hold.
struct Speller: Sendable {
  private let tokenizer: Tokenizer
  private var characters: CharacterReader
  private var spellings = SpellingTable()
  /// The characters, by number, that are not among the symbols as a whole or by their scalars.
  private var strange: [Int] = []
  private var isStrange: [Bool] = []
  private var numbers: [UInt32] = []

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    characters = CharacterReader(unit: tokenizer.unit, vocabulary: tokenizer.vocabulary)
  }

  /// Writes the ids of the next scalars to the front of `ids`, which grows if it has to; returns how many.
  mutating func append<ID: FixedWidthInteger & UnsignedInteger>(
    _ block: NormalizedBlock, into ids: inout [ID]
  ) -> Int {
    numbers.removeAll(keepingCapacity: true)
    if case .ascii(let bytes) = block, characters.takesScalars {
      characters.count(ascii: bytes)
      numbers.append(contentsOf: bytes.lazy.map { UInt32($0) })
    } else {
      characters.append(block.scalars, into: &numbers)
    }
    spellNew()
    return numbers.withUnsafeBufferPointer { spellings.spell($0, into: &ids) }
  }

  /// Ends the text likewise; the next scalars begin another.
  mutating func finish<ID: FixedWidthInteger & UnsignedInteger>(into ids: inout [ID]) -> Int {
    numbers.removeAll(keepingCapacity: true)
    characters.finish(into: &numbers)
    spellNew()
    return numbers.withUnsafeBufferPointer { spellings.spell($0, into: &ids) }
  }

  /// The scalars that the vocabulary does not hold, and how often each occurred.
  var unknownCounts: [UInt32: Int] {
    var counts: [UInt32: Int] = [:]
    for number in strange where characters.table.counts[number] > 0 {
      // Clusters that are no symbols have no number: this is one scalar.
      for scalar in characters.table.scalars(of: number) {
        counts[scalar, default: 0] += characters.table.counts[number]
      }
    }
    return counts
  }

  /// The scalars that the latest ids write as the unknown symbol, in their order.
  var unknownScalars: [UInt32] {
    guard tokenizer.vocabulary.unknown == .symbol, !strange.isEmpty else { return [] }
    var scalars: [UInt32] = []
    for number in numbers where isStrange[Int(number)] {
      scalars += characters.table.scalars(of: Int(number))
    }
    return scalars
  }

  private mutating func spellNew() {
    while spellings.count < characters.table.count {
      var ids: [UInt32] = []
      let number = spellings.count
      isStrange.append(
        !tokenizer.appendSpelling(of: characters.table.scalars(of: number), into: &ids))
      if isStrange[number] { strange.append(number) }
      spellings.append(ids)
    }
  }
}
