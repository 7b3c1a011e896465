import GeulText
import Testing

/// Bytes that make well-formed UTF-8, against the standard library's own check and enumeration.
@Suite struct ByteGrammarTests {
  private let tokenizer = Tokenizer(form: .nfc, vocabulary: .bytes)

  /// Both ends of every range of the second byte, so that if any bytes complete a character, some of these do.
  private static let trails: [UInt8] = [0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF]

  /// Every byte behind every beginning made of bytes at the edges of ranges.
  @Test func bytesAreThoseOfValidText() {
    let grammar = SymbolGrammar(tokenizer)
    var visited = 0
    func visit(_ prefix: [UInt8], _ state: SymbolGrammar.State) {
      visited += 1
      #expect(grammar.isClosed(state) == prefix.isEmpty)
      let missing = (UInt8.min...UInt8.max).map { Self.missingBytes(prefix + [$0]) }
      for remaining in 1...5 {
        let expected = (0..<256).filter { missing[$0].map { $0 >= remaining } ?? true }
        #expect(grammar.excluded(state, remaining: remaining) == expected.map { UInt32($0) })
      }
      let edges: [UInt8] =
        prefix.isEmpty
        ? [0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4] : Self.trails
      for byte in edges {
        guard let count = missing[Int(byte)] else { continue }
        let next = grammar.next(state, after: UInt32(byte))
        if count > 0 { visit(prefix + [byte], next) } else { #expect(next == .closed) }
      }
    }
    visit([], .closed)
    // After a second byte: E0 2, ED 4 and four others 6 each; F0 4, F1 and F3 6 each, F4 2, then 6 thirds.
    let (threes, fours) = (2 + 4 + 4 * 6, 4 + 2 * 6 + 2)
    #expect(visited == 1 + 12 + threes + fours + fours * 6)
  }

  /// How many more bytes, at least, make `bytes` valid; nil if none do.
  private static func missingBytes(_ bytes: [UInt8]) -> Int? {
    var beginnings = [bytes]
    for count in 0..<4 {
      if beginnings.contains(where: { String(validating: $0, as: UTF8.self) != nil }) {
        return count
      }
      guard bytes.count + count < 4 else { return nil }
      beginnings = beginnings.flatMap { beginning in trails.map { beginning + [$0] } }
    }
    return nil
  }

  /// Random sets, small and large: the bytes are those of the UTF-8 of their scalars.
  @Test(arguments: 0..<4)
  func bytesAreThoseOfAllowedScalars(_ part: Int) {
    var generator = SeededGenerator(state: 40 + UInt64(part))
    let edges: [UInt32] = [
      0x30, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0xAC00, 0xD7FF, 0xFFFF, 0x10000, 0x3FFFF, 0x10FFFF,
    ]
    for _ in 0..<10 {
      let ranges = (0..<1 + generator.below(5)).map { _ in
        let start = edges[generator.below(edges.count)]
        let length = UInt32(generator.below(generator.below(3) == 0 ? 5000 : 70))
        return generator.below(2) == 0
          ? start...start + length : max(start, length) - length...start
      }
      let allowed = ScalarSet(ranges)
      let grammar = SymbolGrammar(tokenizer, allowing: allowed)
      // What may follow a beginning, and how many bytes are then missing.
      var continuations: [[UInt8]: [UInt8: Int]] = [:]
      for scalar in allowed.ranges.joined().compactMap(Unicode.Scalar.init) {
        let bytes = Array(String(scalar).utf8)
        for (place, byte) in bytes.enumerated() {
          continuations[Array(bytes[..<place]), default: [:]][byte] = bytes.count - place - 1
        }
      }
      for (prefix, following) in continuations {
        let state = prefix.reduce(.closed) { grammar.next($0, after: UInt32($1)) }
        for remaining in 1...4 {
          let expected = (0..<256 as Range<UInt32>).filter {
            (following[UInt8($0)] ?? 4) >= remaining
          }
          #expect(grammar.excluded(state, remaining: remaining) == expected)
        }
      }
    }
  }
}
