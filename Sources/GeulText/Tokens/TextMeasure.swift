/// How much text a range of ids stands for, in the normalized text.
///
/// Unknown symbols count as the scalars that stood there. A character of which a range of bytes holds
/// only some belongs to the range that holds its first.
public struct TextMeasure: Equatable, Sendable {
  /// Unicode scalars.
  public var scalars = 0
  /// Extended grapheme clusters, the range being taken for a text of its own.
  public var graphemes = 0
  /// Bytes in UTF-8.
  public var bytes = 0
  /// Symbols that the vocabulary does not know.
  public var unknownSymbols = 0

  /// The measure of nothing.
  public init() {}
}

extension TokenSequence {
  /// Measures the text of a range of ids made by `tokenizer`.
  ///
  /// Cost: linear in the length of the range; the text is decoded in blocks.
  public func measure(_ range: Range<Int>, tokenizer: Tokenizer) -> TextMeasure {
    var measure = TextMeasure()
    var breaker = GraphemeBreaker()
    switch tokenizer.unit {
    case .scalar:
      forEachBlock(of: range) { scalars, start in
        restoreScalars(&scalars, at: start, tokenizer.vocabulary)
        for scalar in scalars {
          measure.bytes += UTF8Encoding.length(scalar)
          if breaker.isBoundary(before: scalar) { measure.graphemes += 1 }
        }
      }
      measure.scalars = range.count
      measure.unknownSymbols = unknown(in: range).count
    case .byte:
      measure.bytes = range.count
      measureBytes(range, &breaker, &measure)
    }
    return measure
  }

  /// Puts the scalars of a block of ids in their place, those of unknown symbols too.
  private func restoreScalars(_ ids: inout [UInt32], at start: Int, _ vocabulary: Vocabulary) {
    for place in ids.indices {
      let id = ids[place]
      ids[place] =
        id == Vocabulary.unknownID ? UTF8Repair.replacement : vocabulary.scalars[Int(id) - 1]
    }
    for symbol in unknown(in: start..<start + ids.count) {
      ids[symbol.position - start] = symbol.scalar
    }
  }

  private func measureBytes(
    _ range: Range<Int>, _ breaker: inout GraphemeBreaker, _ measure: inout TextMeasure
  ) {
    var repair = UTF8Repair()
    var scalars: [UInt32] = []
    var hasBegun = false
    forEachBlock(of: range) { bytes, _ in
      scalars.removeAll(keepingCapacity: true)
      for byte in bytes {
        // Bytes before the first character's end are the tail of one that began earlier.
        hasBegun = hasBegun || byte & 0xC0 != 0x80
        if hasBegun { repair.push(UInt8(truncatingIfNeeded: byte), into: &scalars) }
      }
      measure.scalars += scalars.count
      for scalar in scalars where breaker.isBoundary(before: scalar) { measure.graphemes += 1 }
    }
    scalars.removeAll()
    repair.finish(into: &scalars)
    measure.scalars += scalars.count
    for scalar in scalars where breaker.isBoundary(before: scalar) { measure.graphemes += 1 }
  }

  private func forEachBlock(of range: Range<Int>, _ body: (inout [UInt32], Int) -> Void) {
    let blockSize = 1 << 16
    for start in stride(from: range.lowerBound, to: range.upperBound, by: blockSize) {
      var block = ids(start..<min(start + blockSize, range.upperBound))
      body(&block, start)
    }
  }
}
