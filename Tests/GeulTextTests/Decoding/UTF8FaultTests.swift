import GeulText
import Testing

/// Ill-formed UTF-8 at every place relative to the edges of blocks.
@Suite struct UTF8FaultTests {
  /// A sequence, and the lengths of its maximal subparts (the Unicode Standard, chapter 3, table 3-8).
  private static let faults: [(bytes: [UInt8], subparts: [Int])] = [
    ([0xC0, 0x80], [1, 1]), ([0xC1, 0xBF], [1, 1]), ([0xE0, 0x80, 0x80], [1, 1, 1]),
    ([0xE0, 0x9F, 0xBF], [1, 1, 1]), ([0xF0, 0x80, 0x80, 0x80], [1, 1, 1, 1]),
    ([0xF0, 0x8F, 0xBF, 0xBF], [1, 1, 1, 1]), ([0xED, 0xA0, 0x80], [1, 1, 1]),
    ([0xED, 0xBF, 0xBF], [1, 1, 1]), ([0xF4, 0x90, 0x80, 0x80], [1, 1, 1, 1]), ([0x80], [1]),
    ([0xBF, 0xBF], [1, 1]), ([0xF5, 0x80], [1, 1]), ([0xFF], [1]), ([0xFE, 0xFE], [1, 1]),
    ([0xC3], [1]), ([0xE1, 0x80], [2]), ([0xEA, 0xB0], [2]), ([0xF0, 0x9F, 0x98], [3]),
    ([0xF1, 0x80], [2]), ([0xE1, 0x80, 0xE2], [2, 1]), ([0xF0, 0x9F, 0xC3], [2, 1]),
  ]

  /// `before`, which has no fault and `lines` line feeds, then each fault, then `after`.
  private func check(
    _ before: [UInt8], lines: Int, after: [UInt8], blocks: [Int]
  ) throws {
    let head = String(decoding: before, as: UTF8.self).values
    let tail = String(decoding: after, as: UTF8.self).values
    for (fault, subparts) in Self.faults {
      let bytes = before + fault + after
      for block in blocks {
        let cuts = Array(stride(from: block, to: bytes.count, by: block))
        let replaced = try decode(bytes, .named(.utf8), .replace, cuts: cuts)
        #expect(replaced.scalars == head + subparts.map { _ in 0xFFFD } + tail)
        #expect(replaced.report.invalidSequences == subparts.count)
        let skipped = try decode(bytes, .named(.utf8), .skip, cuts: cuts)
        #expect(skipped.scalars == head + tail)
        #expect(skipped.report.firstInvalid?.offset == before.count)
        let error = #expect(throws: TextError.self) {
          try decode(bytes, .named(.utf8), cuts: cuts)
        }
        guard case .malformedText(let malformed) = error else { continue }
        #expect(malformed.offset == before.count)
        #expect(malformed.line == lines + 1)
        #expect(
          malformed.endsEarly
            == (after.isEmpty && subparts == [fault.count] && fault[0] >= 0xC2 && fault[0] < 0xF5))
      }
    }
  }

  @Test func smallBlocks() throws {
    for padding in 0..<9 {
      let before = Array("\n글".utf8) + [UInt8](repeating: 0x61, count: padding)
      try check(before, lines: 1, after: Array("b한\n".utf8), blocks: Array(1...8))
      try check(before, lines: 1, after: [], blocks: Array(1...8))
    }
  }

  /// In the windows of the fast path, whatever the place in them.
  @Test func withinWindows() throws {
    let korean = Array("이 글은 시험이다. é ".utf8)
    for padding in 0..<70 {
      let before = [0x0A] + [UInt8](repeating: 0x61, count: padding) + korean + korean
      try check(before, lines: 1, after: korean + korean + korean + korean, blocks: [1 << 20])
    }
  }

  @Test func largeBlocks() throws {
    let size = 1 << 18
    for distance in [4, 3, 2, 1, 0] {
      let before = [0x0A] + [UInt8](repeating: 0x61, count: size - 1 - distance)
      try check(before, lines: 1, after: Array("끝 the end".utf8), blocks: [size])
    }
  }

  /// Windows of one, two, three and four bytes a character in every mixture give what the library gives.
  @Test func randomTextIsDecodedAsByTheLibrary() throws {
    var generator = SeededGenerator(state: 11)
    let limits = [0x80, 0x800, 0x10000, 0x110000]
    for round in 0..<300 {
      let widest = round % 4 + 1
      let text = (0..<200).compactMap { _ in
        Unicode.Scalar(UInt32(generator.below(limits[generator.below(widest)])))
      }
      let bytes = Array(String(String.UnicodeScalarView(text)).utf8)
      guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { continue }
      let cuts = (0..<generator.below(4)).map { _ in generator.below(bytes.count) }.sorted()
      #expect(try decode(bytes, .named(.utf8), cuts: cuts).scalars == text.map(\.value))
    }
  }
}
