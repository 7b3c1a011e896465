import Testing

@testable import GeulText

@Suite struct NewlineConverterTests {
  @Test func everyKindBecomesALineFeed() {
    var converter = NewlineConverter()
    var scalars = "a\r\nb\rc\u{85}d\u{2028}e\nf\u{5}\u{8D}\u{2029}\r\r\n".values
    converter.convert(&scalars)
    #expect(scalars == "a\nb\nc\nd\ne\nf\u{5}\u{8D}\u{2029}\n\n".values)
    #expect(converter.counts.pairs == 2)
    #expect(converter.counts.carriageReturns == 2)
    #expect(converter.counts.nextLines == 1)
    #expect(converter.counts.lineSeparators == 1)
    #expect(converter.converted == 6)
  }

  /// Against the definition, in blocks cut anywhere, around the stretches that are looked at together.
  @Test func blocksChangeNothing() {
    var generator = SeededGenerator(state: 5)
    let ends: [UInt32] = [0x0D, 0x0A, 0x85, 0x2028, 0x0D]
    for round in 0..<60 {
      let rarity = round % 3 == 0 ? 3 : 300
      let text = (0..<1500).map { _ in
        generator.below(rarity) == 0 ? ends[generator.below(ends.count)] : UInt32(0xAC00)
      }
      var expected: [UInt32] = []
      for (place, scalar) in text.enumerated() {
        if scalar == 0x0A && place > 0 && text[place - 1] == 0x0D { continue }
        expected.append(ends.contains(scalar) ? 0x0A : scalar)
      }
      var converter = NewlineConverter()
      var converted: [UInt32] = []
      var start = 0
      for end in (0..<3).map({ _ in generator.below(text.count) }).sorted() + [text.count] {
        var block = Array(text[start..<end])
        converter.convert(&block)
        converted += block
        start = end
      }
      #expect(converted == expected)
    }
  }
}
