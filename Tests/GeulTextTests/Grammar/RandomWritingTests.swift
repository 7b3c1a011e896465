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
      let grammar = SymbolGrammar(tokenizer, allowing: allowed)
      let texts = Self.write(only == nil ? 200_000 : 40_000, grammar, seed: 1)
      let flawed = texts.filter { ids in
        let text = tokenizer.decode(ids)
        let letters = text.decomposedStringWithCanonicalMapping.values
        let composed = Self.composeSyllables(letters)
        return ids.contains { $0 < 256 } || !Self.isWellFormed(letters)
          || form == .nfc && text.values != composed
          || !composed.allSatisfy { allowed.contains($0) }
      }
      #expect(flawed == [])
    }
  }

  @Test(arguments: [
    nil, some, "\\u{7F}-\\u{81}\\u{7FE}-\\u{801}\\u{FFF0}-\\u{10005}\\u{D000}-\\u{E005}\\u{10FFFD}",
  ])
  func bytesAreValid(_ only: String?) throws {
    let allowed = try only.map { try ScalarSet(parsing: $0) } ?? .all
    let grammar = SymbolGrammar(Tokenizer(form: .nfc, vocabulary: .bytes), allowing: allowed)
    let flawed = Self.write(only == nil ? 200_000 : 40_000, grammar, seed: 2).filter { ids in
      let text = String(validating: ids.map { UInt8($0) }, as: UTF8.self)
      return text.map { !$0.values.allSatisfy { allowed.contains($0) } } ?? true
    }
    #expect(flawed == [])
  }

  /// Texts of 1 to 60 symbols at most, `count` in all or a few more, checked to end where they may.
  private static func write(_ count: Int, _ grammar: SymbolGrammar, seed: UInt64) -> [[UInt32]] {
    struct Place: Hashable {
      let state: SymbolGrammar.State
      let remaining: Int
    }
    var generator = SeededGenerator(state: seed)
    var (texts, written, unfinished) = ([[UInt32]](), 0, 0)
    let symbols = Set(0..<UInt32(grammar.tokenizer.symbolCount))
    var choices: [Place: [UInt32]] = [:]
    while written < count {
      let length = 1 + generator.below(60)
      var (text, state) = ([UInt32](), SymbolGrammar.State.closed)
      while text.count < length {
        // A character is at most four symbols, so that many left are as good as more.
        let place = Place(state: state, remaining: min(length - text.count, 5))
        let ids =
          choices[place]
          ?? symbols.subtracting(grammar.excluded(state, remaining: place.remaining)).sorted()
        choices[place] = ids
        // Only between characters may it be that none is short enough for what is left.
        if ids.isEmpty { break }
        text.append(ids[generator.below(ids.count)])
        state = grammar.next(state, after: text[text.count - 1])
      }
      if !grammar.isClosed(state) { unfinished += 1 }
      written += max(text.count, 1)
      texts.append(text)
    }
    #expect(unfinished == 0)
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

  /// Composes L, V and T by the Unicode Standard, section 3.12; Foundation takes U+1113 and U+1176 for the
  /// next letters of the modern ones.
  private static func composeSyllables(_ scalars: [UInt32]) -> [UInt32] {
    var composed: [UInt32] = []
    for scalar in scalars {
      let last = composed.last ?? 0
      if 0x1100...0x1112 ~= last, 0x1161...0x1175 ~= scalar {
        composed[composed.count - 1] = 0xAC00 + ((last - 0x1100) * 21 + scalar - 0x1161) * 28
      } else if 0xAC00...0xD7A3 ~= last, (last - 0xAC00) % 28 == 0, 0x11A8...0x11C2 ~= scalar {
        composed[composed.count - 1] = last + scalar - 0x11A7
      } else {
        composed.append(scalar)
      }
    }
    return composed
  }
}
