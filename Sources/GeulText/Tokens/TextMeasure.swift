import GeulStorage

/// How much text a range of ids stands for, in the normalized text.
///
/// Unknown symbols count as the scalars that stood there.
public struct TextMeasure: Equatable, Sendable {
  /// Unicode scalars.
  public var scalars = 0
  /// Extended grapheme clusters, the range being taken for a text of its own.
  public var graphemes = 0
  /// Syllables of Hangul, precomposed or of conjoining letters.
  public var syllables = 0
  /// Words: stretches between white space, of which a sign alone is one.
  public var words = 0
  /// Bytes in UTF-8.
  public var bytes = 0
  /// Symbols that are the unknown one.
  public var unknownSymbols = 0
  /// Scalars that the vocabulary does not hold and that are spelled in bytes.
  public var spelledScalars = 0

  /// The measure of nothing.
  public init() {}
}

extension TokenSequence {
  /// Measures the text of a range of ids made by `tokenizer`; a range best begins and ends between characters.
  ///
  /// Throws `StorageError`. Cost: linear in the length of the range; the text is decoded in blocks.
  public func measure(
    _ range: Range<Int>, tokenizer: Tokenizer
  ) throws(StorageError) -> TextMeasure {
    var measure = TextMeasure()
    var breaker = GraphemeBreaker()
    var words = WordCounter()
    let spells = tokenizer.unit != .byte && tokenizer.vocabulary.unknown == .bytes
    try decode(range, tokenizer: tokenizer) { scalars in
      for scalar in scalars {
        measure.bytes += UTF8Encoding.length(scalar)
        if breaker.isBoundary(before: scalar) { measure.graphemes += 1 }
        words.push(scalar)
      }
      measure.scalars += scalars.count
    }
    (measure.words, measure.syllables) = (words.words, words.syllables)
    if spells {
      try forEachBlock(of: range) { ids, _ in
        // The first byte of every spelling; those that continue one are 80-BF.
        for id in ids where id < 0x80 || (0xC0..<0x100).contains(id) { measure.spelledScalars += 1 }
      }
    }
    measure.unknownSymbols = try unknownCount(in: range)
    return measure
  }

  /// Hands on the scalars of a range of ids made by `tokenizer`, in blocks.
  ///
  /// In place of the unknown symbol stand the scalars that it was read for. Throws `StorageError`.
  public func decode(
    _ range: Range<Int>, tokenizer: Tokenizer, _ body: ([UInt32]) -> Void
  ) throws(StorageError) {
    var reader = SymbolReader(tokenizer)
    var scalars: [UInt32] = []
    try forEachBlock(of: range) { (ids, start) throws(StorageError) in
      var unknown = try unknown(in: start..<start + ids.count)[...]
      scalars.removeAll(keepingCapacity: true)
      for (place, id) in ids.enumerated() {
        if let symbol = unknown.first, symbol.position == start + place {
          reader.finish(into: &scalars)
          scalars.append(symbol.scalar)
          unknown.removeFirst()
        } else {
          reader.push(id, into: &scalars)
        }
      }
      body(scalars)
    }
    scalars.removeAll(keepingCapacity: true)
    reader.finish(into: &scalars)
    body(scalars)
  }

  /// The text of a range of ids made by `tokenizer`; throws `StorageError`.
  public func text(
    of range: Range<Int>, tokenizer: Tokenizer
  ) throws(StorageError) -> String {
    var text = ""
    try decode(range, tokenizer: tokenizer) { text += String(scalars: $0) }
    return text
  }

  /// The first place from `position` on at which a character of the text begins, or the end.
  ///
  /// Only a scalar spelled in bytes, or a syllable in letters, is more than one id. Throws `StorageError`.
  public func characterStart(
    from position: Int, tokenizer: Tokenizer
  ) throws(StorageError) -> Int {
    guard position > 0 && position < count else { return min(max(position, 0), count) }
    // No character is of more than four ids, so some place after at most three begins one.
    let first = max(0, position - 2)
    let ids = try self.ids(first..<min(count, position + 4))
    let place = (position - first..<ids.count).first { !tokenizer.continues(ids, at: $0) }
    return place.map { first + $0 } ?? count
  }
}

extension Tokenizer {
  /// Whether the id at a place goes on with the character of the one before.
  fileprivate func continues(_ ids: [UInt32], at place: Int) -> Bool {
    switch vocabulary.symbol(ids[place]) {
    case .byte(let byte): return byte & 0xC0 == 0x80
    case .scalar(let letter) where composesSyllables:
      func isLetter(_ place: Int, of letters: Range<UInt32>) -> Bool {
        guard place >= 0, case .scalar(let scalar) = vocabulary.symbol(ids[place]) else {
          return false
        }
        return letters.contains(scalar)
      }
      let followsLead = isLetter(place - 1, of: HangulSyllable.leads)
      if HangulSyllable.vowels.contains(letter) { return followsLead }
      return HangulSyllable.finals.contains(letter)
        && isLetter(place - 1, of: HangulSyllable.vowels)
        && isLetter(place - 2, of: HangulSyllable.leads)
    case .unknown, .scalar, .cluster: return false
    }
  }
}
