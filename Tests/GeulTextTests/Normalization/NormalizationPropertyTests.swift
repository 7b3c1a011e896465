import Foundation
import Testing

@testable import GeulText

/// Millions of random scalars, most of them where normalization is hard.
@Suite struct NormalizationPropertyTests {
  private static let forms: [NormalizationForm] = [.nfc, .nfd, .nfkc, .nfkd]
  private static let length = 2_000_000

  /// The alphabets that text is drawn from, each as often as any other.
  private static let alphabets: [[UInt32]] = {
    let assigned = (UInt32(0)...0x10FFFF).filter {
      !(0xD800..<0xE000).contains($0) && UnicodeLibrary.isAssigned($0)
    }
    let marks = assigned.filter { UnicodeLibrary.combiningClass(Int32($0)) > 0 }
    let decomposing = assigned.filter(UnicodeLibrary.decomposes)
    let plain = Array(UInt32(0x20)..<0x7F) + [0x0A, 0x0A, 0x0D]
    let syllables = Array(UInt32(0xAC00)...0xD7A3)
    let openSyllables = syllables.filter { ($0 - 0xAC00) % 28 == 0 }
    let leads = Array(UInt32(0x1100)...0x1115)
    let vowels = Array(UInt32(0x115F)...0x1178)
    let finals = Array(UInt32(0x11A6)...0x11C5)
    let oldJamo = Array(UInt32(0x1100)...0x11FF) + Array(0xA960...0xA97C) + Array(0xD7B0...0xD7FB)
    let widthAndCircles =
      Array(UInt32(0x3131)...0x318E) + Array(0x3200...0x327F)
      + Array(0xFF65...0xFFDC)
    return [
      plain, plain, syllables, openSyllables, leads, vowels, finals, [0x11A7],
      oldJamo.filter(UnicodeLibrary.isAssigned), marks, marks, CompositionPairs.shared.seconds,
      decomposing, decomposing, widthAndCircles.filter(UnicodeLibrary.isAssigned), assigned,
    ]
  }()

  private static func randomText(
    _ generator: inout SeededGenerator, count: Int = length
  ) -> [UInt32] {
    // Now and then a run from one alphabet alone, so that long runs of each occur.
    var alphabet = alphabets[0]
    var left = 0
    return (0..<count).map { _ in
      if left == 0 {
        alphabet = alphabets[generator.below(alphabets.count)]
        left = generator.below(40) == 0 ? generator.below(200) + 1 : 1
      }
      left -= 1
      return alphabet[generator.below(alphabet.count)]
    }
  }

  /// The first place where two texts differ, with what stands around it.
  private static func difference(_ found: [UInt32], _ expected: [UInt32]) -> String? {
    guard found != expected else { return nil }
    let place = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let start = max((place ?? min(found.count, expected.count)) - 4, 0)
    return "at \(start + 4): found \(hex(Array(found.dropFirst(start).prefix(12)))), "
      + "expected \(hex(Array(expected.dropFirst(start).prefix(12))))"
  }

  @Test(arguments: forms)
  func blocksOfAnySizeGiveTheWhole(_ form: NormalizationForm) {
    var generator = SeededGenerator(state: 101)
    let text = Self.randomText(&generator)
    let whole = normalize(text, form)
    var cuts: [Int] = []
    var place = 0
    while true {
      // Small blocks as often as large ones.
      place += 1 + generator.below(1 << (1 + generator.below(12)))
      guard place < text.count else { break }
      cuts.append(place)
    }
    #expect(Self.difference(normalize(text, form, cuts: cuts), whole) == nil)
    #expect(Self.difference(normalize(whole, form), whole) == nil, "not idempotent")
  }

  @Test(
    .enabled(
      if: ReferenceNormalizer.isUsable, Comment(rawValue: UnicodeData.requirement)),
    arguments: forms)
  func agreesWithTheStandard(_ form: NormalizationForm) {
    var generator = SeededGenerator(state: 103)
    let text = Self.randomText(&generator)
    let expected = ReferenceNormalizer.shared.normalize(
      text, composes: form.composes, isCompatibility: form.isCompatibility)
    #expect(Self.difference(normalize(text, form), expected) == nil)
  }

  /// Foundation is a second oracle, on a tenth of the text, because it is slow, and where it keeps to
  /// the standard; see `foundationErrs(on:)` for what is left out.
  @Test(arguments: forms)
  func agreesWithFoundation(_ form: NormalizationForm) {
    var generator = SeededGenerator(state: 107)
    let values = Self.randomText(&generator, count: Self.length / 10)
      .filter { !Self.foundationErrs(on: $0) }
    let text = String(values: values)
    let expected = text.normalizedByFoundation(form)
    #expect(values.count > Self.length / 30)
    #expect(Self.difference(normalize(values, form), expected.values) == nil)
  }

  /// Where Foundation of Swift 6.3.1 departs from the standard.
  ///
  /// It takes a scalar above U+FFFF for the one of the same low 16 bits (U+F3078 U+3099 becomes U+3079),
  /// leaves the marks of a compatibility decomposition out of its ordering (U+FCF3 U+05BC), and those of a
  /// decomposition that begins with a mark (U+0F73); it does not join a final jamo to a syllable and
  /// takes jamo beyond the modern ones for them. Our reference covers all of these.
  private static func foundationErrs(on scalar: UInt32) -> Bool {
    guard scalar < 0x10000 else { return true }
    let decomposed = normalize([scalar], .nfkd)
    if decomposed.contains(where: { jamo.contains($0) }) {
      return !HangulSyllable.range.contains(scalar)
    }
    guard UnicodeLibrary.decomposes(scalar) else { return false }
    let isMark = { (scalar: UInt32) in UnicodeLibrary.combiningClass(Int32(scalar)) > 0 }
    return isMark(decomposed[0])
      || decomposed.contains(where: isMark) && decomposed != normalize([scalar], .nfd)
  }

  private static let jamo: Set<UInt32> =
    Set(0x1100...0x11FF).union(0xA960...0xA97C).union(0xD7B0...0xD7FB)
}
