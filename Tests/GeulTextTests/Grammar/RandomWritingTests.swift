import Foundation
import GeulText
import Testing

/// Long texts drawn evenly among the symbols that may come: the worst that a model could write.
@Suite struct RandomWritingTests {
  /// Letters modern and old, and other characters.
  private static let letters: [UInt32] = [
    0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB, 0x3131...0x318E,
    0x30...0x39, 0x61...0x7A, 0x0A...0x0A, 0x20...0x20, 0x1F600...0x1F610, 0x301...0x303,
  ].flatMap { (range: ClosedRange<UInt32>) in Array(range) }

  /// Some syllables without a final, some with, some letters that do not compose, and others.
  private static let some =
    "가-긿나넉-넍다-디\\u{1113}-\\u{1120}\\u{1160}\\u{1180}-\\u{11A7}한글ㅋa-f\\n\\u{11C3}-\\u{11D0}"

  private static let jamo = Vocabulary(scalars: letters, unit: .jamo)
  private static let onlyModern = Vocabulary(
    scalars: letters.filter { $0 < 0x1113 || 0x1161...0x1175 ~= $0 || 0x11A8...0x11C2 ~= $0 },
    unit: .jamo)

  @Test(arguments: [NormalizationForm.nfc, .nfd], [nil, some, "가-힣"])
  func syllablesAreWellFormed(_ form: NormalizationForm, _ only: String?) throws {
    let allowed = try only.map { try ScalarSet(parsing: $0) } ?? .all
    for vocabulary in [Self.jamo, Self.onlyModern] {
      let tokenizer = Tokenizer(form: form, vocabulary: vocabulary)
      let texts = Self.write(200_000, SymbolGrammar(tokenizer, allowing: allowed), seed: 1)
      for ids in texts {
        #expect(ids.allSatisfy { $0 >= 256 })
        let text = tokenizer.decode(ids)
        let letters = text.decomposedStringWithCanonicalMapping.values
        #expect(Self.isWellFormed(letters))
        // A mark would join the letter before it, so what is composed is syllables alone.
        let composed =
          form == .nfc ? text.values : Self.composeSyllables(letters)
        #expect(composed.allSatisfy { allowed.contains($0) })
      }
      #expect(
        Self.onlyModern == vocabulary || texts.joined().contains { $0 == vocabulary.id(of: 0x1113) }
      )
    }
  }

  @Test(arguments: [
    nil, some, "\\u{7F}-\\u{81}\\u{7FE}-\\u{801}\\u{FFF0}-\\u{10005}\\u{D000}-\\u{E005}\\u{10FFFD}",
  ])
  func bytesAreValid(_ only: String?) throws {
    let allowed = try only.map { try ScalarSet(parsing: $0) } ?? .all
    let grammar = SymbolGrammar(Tokenizer(form: .nfc, vocabulary: .bytes), allowing: allowed)
    for ids in Self.write(200_000, grammar, seed: 2) {
      let text = try #require(String(validating: ids.map { UInt8($0) }, as: UTF8.self))
      #expect(text.values.allSatisfy { allowed.contains($0) })
    }
  }

  /// Texts of 1 to 60 symbols at most, `count` in all or a few more, each checked to end where it may.
  private static func write(_ count: Int, _ grammar: SymbolGrammar, seed: UInt64) -> [[UInt32]] {
    var generator = SeededGenerator(state: seed)
    var texts: [[UInt32]] = []
    var written = 0
    let symbols = UInt32(grammar.tokenizer.symbolCount)
    while written < count {
      let length = 1 + generator.below(60)
      var (text, state) = ([UInt32](), SymbolGrammar.State.closed)
      while text.count < length {
        let excluded = Set(grammar.excluded(state, remaining: length - text.count))
        // Only between characters may it be that none is short enough for what is left.
        if excluded.count == Int(symbols) { break }
        var id: UInt32
        repeat { id = UInt32(generator.below(Int(symbols))) } while excluded.contains(id)
        state = grammar.next(state, after: id)
        text.append(id)
      }
      #expect(grammar.isClosed(state))
      written += max(text.count, 1)
      texts.append(text)
    }
    return texts
  }

  /// Whether letters stand as L V or L V T only.
  private static func isWellFormed(_ scalars: [UInt32]) -> Bool {
    var last = 0
    for scalar in scalars {
      let kind = kind(of: scalar)
      switch (last, kind) {
      case (1, 2), (2, 3), (0, 0), (0, 1), (2, 0), (2, 1), (3, 0), (3, 1): last = kind
      default: return false
      }
    }
    return last != 1
  }

  private static func kind(of scalar: UInt32) -> Int {
    switch scalar {
    case 0x1100...0x115F, 0xA960...0xA97C: 1
    case 0x1160...0x11A7, 0xD7B0...0xD7C6: 2
    case 0x11A8...0x11FF, 0xD7CB...0xD7FB: 3
    default: 0
    }
  }

  /// Composes runs of letters by Foundation, and nothing else.
  private static func composeSyllables(_ scalars: [UInt32]) -> [UInt32] {
    let runs = scalars.split(omittingEmptySubsequences: false) { kind(of: $0) == 0 }
    let others = scalars.filter { kind(of: $0) == 0 }
    return others
      + runs.flatMap { run -> [UInt32] in
        run.isEmpty ? [] : String(values: Array(run)).precomposedStringWithCanonicalMapping.values
      }
  }
}
