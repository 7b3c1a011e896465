import Foundation
import Testing

@testable import GeulCorpus
@testable import GeulText

/// Lines of a file of the Unicode Character Database that give a property to ranges.
private func properties(_ path: String) throws -> [(ClosedRange<UInt32>, String)] {
  let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
  return text.split(separator: "\n").compactMap { line in
    let fields = line.prefix { $0 != "#" }.split(separator: ";").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard fields.count == 2 else { return nil }
    let ends = fields[0].components(separatedBy: "..").compactMap { UInt32($0, radix: 16) }
    guard let first = ends.first, let last = ends.last else { return nil }
    return (first...last, fields[1])
  }
}

private let scriptsFile = "/usr/share/unicode/Scripts.txt"
private let emojiFile = "/usr/share/unicode/emoji/emoji-data.txt"

@Suite struct CharacterKindTests {
  @Test(.enabled(if: FileManager.default.fileExists(atPath: scriptsFile), "needs unicode-data"))
  func scriptsAreThoseOfTheStandard() throws {
    let known = Set(UnicodeScript.allCases.map(\.rawValue))
    var checked = 0
    for (range, name) in try properties(scriptsFile) {
      let expected = known.contains(name.lowercased()) ? name.lowercased() : "other"
      for scalar in range {
        #expect(UnicodeScript(of: scalar).rawValue == expected, "\(InspectionText.name(scalar))")
      }
      checked += range.count
    }
    #expect(checked > 140_000)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: emojiFile), "needs unicode-data"))
  func emojiAreThoseOfTheStandard() throws {
    let expected = try properties(emojiFile).filter { $0.1 == "Emoji_Presentation" }
      .flatMap { Array($0.0) }
    #expect(expected.count > 1000)
    for scalar in expected { #expect(CharacterKind(of: scalar) == .emoji) }
  }

  @Test(
    arguments: [
      (0xAC00, .hangulSyllable), (0xD7A3, .hangulSyllable), (0x1100, .conjoiningJamo),
      (0x1112, .conjoiningJamo), (0x1113, .oldJamo), (0x1175, .conjoiningJamo), (0x1176, .oldJamo),
      (0x11A7, .oldJamo), (0x11A8, .conjoiningJamo), (0x11C3, .oldJamo), (0xA960, .oldJamo),
      (0xD7FB, .oldJamo), (0x302E, .oldJamo), (0x314B, .compatibilityJamo),
      (0x3163, .compatibilityJamo), (0x3164, .hangulFiller), (0x3165, .oldCompatibilityJamo),
      (0xFFA1, .halfwidthJamo), (0xFFA0, .hangulFiller), (0x326E, .enclosedHangul),
      (0x4E00, .ideograph), (0xF900, .compatibilityIdeograph), (0x2F800, .compatibilityIdeograph),
      (0x20000, .ideograph), (0x1F600, .emoji), (0x1F1F0, .emoji), (0xFE0F, .variationSelector),
      (0xE000, .privateUse), (0x10FFFD, .privateUse), (0x378, .unassigned),
      (0xFFFE, .noncharacter), (0x10FFFF, .noncharacter), (0xFDD0, .noncharacter),
      (0x00, .control), (0x1B, .control), (0x7F, .control), (0x9B, .control),
      (0x0B, .otherLineEnd), (0x85, .otherLineEnd), (0x2029, .otherLineEnd), (0x200B, .zeroWidth),
      (0xFEFF, .zeroWidth), (0xAD, .format), (0x202E, .format), (0xFFFD, .replacement),
      (0xA0, .otherSpace), (0x3000, .otherSpace), (0x41, nil), (0x0A, nil), (0x0D, nil),
      (0x09, nil),
      (0x20, nil), (0xE9, nil), (0x301, nil), (0x3042, nil), (0x3001, nil),
    ] as [(UInt32, CharacterKind?)])
  func kinds(_ scalar: UInt32, _ kind: CharacterKind?) {
    #expect(CharacterKind(of: scalar) == kind, "\(InspectionText.name(scalar))")
  }

  @Test func countsByScriptAndKind() {
    let characters = inspect("한글 ㅋㅋ 漢字 abc 漢 ᄀᆞ\u{200B}😀\n").characters
    #expect(characters.scripts.map(\.script) == [.common, .hangul, .latin, .han])
    #expect(characters.count(of: .hangul) == 6)
    #expect(characters.count(of: .greek) == 0)
    #expect(characters[.hangulSyllable].count == 2)
    #expect(characters[.compatibilityJamo].count == 2)
    #expect(characters[.compatibilityJamo].distinct == 1)
    #expect(characters[.ideograph].count == 3)
    #expect(characters[.ideograph].examples.map(\.scalar) == "漢字".values)
    #expect(characters[.oldJamo].count == 1)
    #expect(characters[.zeroWidth].count == 1)
    #expect(characters[.emoji].count == 1)
    #expect(characters[.privateUse].count == 0)
  }
}
