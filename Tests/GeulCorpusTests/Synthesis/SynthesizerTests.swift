import GeulStorage
import GeulWork
import Testing

@testable import GeulCorpus
@testable import GeulText

/// Synthesized text, and the settings that are refused.
@Suite struct SynthesizerTests {
  private static func text(
    _ length: Int, _ change: (inout SynthesisSettings) -> Void
  ) throws -> [UInt8] {
    var settings = SynthesisSettings()
    change(&settings)
    var bytes: [UInt8] = []
    try Synthesizer(settings).write(length: length) { block in
      block.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }

  /// Pinned, because a seed's text must never change.
  @Test func aSeedsTextIsPersisted() throws {
    let markov = try Self.text(100_000) { _ in }
    var hash = SHA256()
    hash.update(markov)
    #expect(hash.hex == "9293159ae9ff648dd622100aaf3f25869d0917ddfafc05139e3aa6016eca71a6")
    let hidden = try Self.text(100_000) {
      $0.source = .hidden
      $0.alphabet = .hangul
      $0.symbols = 90
      $0.seed = 3
    }
    hash = SHA256()
    hash.update(hidden)
    #expect(hash.hex == "8516e492ed098e8df58a01d1cb67dd25898513b2d009d4b99e725f2c263db674")
  }

  @Test func seedsDifferAndShorterTextsAreBeginnings() throws {
    let long = try Self.text(150_001) { $0.seed = 5 }
    #expect(long.count == 150_001)
    #expect(try Self.text(1_000) { $0.seed = 5 } == Array(long.prefix(1_000)))
    #expect(try Self.text(1_000) { $0.seed = 6 } != Array(long.prefix(1_000)))
  }

  @Test(arguments: SynthesisAlphabet.allCases)
  func theTextIsOfTheAlphabet(_ alphabet: SynthesisAlphabet) throws {
    let bytes = try Self.text(70_000) {
      $0.alphabet = alphabet
      $0.symbols = 40
    }
    let scalars = try #require(String(validating: bytes, as: UTF8.self)).unicodeScalars
    #expect(scalars.count == 70_000)
    #expect(Set(scalars) == Set(alphabet.scalars(40)))
    let values = scalars.map(\.value)
    #expect(normalize(values, .nfc) == values, "the text is in NFC")
    // One symbol in 64 is a line feed: 1,094 of 70,000, within five standard deviations.
    let lines = scalars.count { $0 == "\n" }
    #expect(abs(lines - 1_094) < 165)
  }

  @Test(arguments: SynthesisAlphabet.allCases)
  func alphabetsOfAllSizes(_ alphabet: SynthesisAlphabet) {
    for count in alphabet.sizes where count < 70 || count % 97 == 0 || count == 2048 {
      let scalars = alphabet.scalars(count)
      #expect(scalars.count == count && Set(scalars).count == count)
      #expect(scalars[0] == "\n" && scalars[1] == " ")
      let letters = scalars.dropFirst(2)
      switch alphabet {
      case .ascii:
        #expect(letters.allSatisfy { $0.isASCII && $0.properties.isAlphabetic || count > 54 })
      case .hangul: #expect(letters.allSatisfy { HangulSyllable.range.contains($0.value) })
      }
    }
  }

  /// Of 62 syllables, far fewer jamo, each in several syllables.
  @Test func syllablesShareTheirJamo() {
    var uses: [UInt32: Int] = [:]
    for scalar in SynthesisAlphabet.hangul.scalars(64).dropFirst(2) {
      HangulSyllable.forEachJamo(of: scalar.value) { uses[$0, default: 0] += 1 }
    }
    #expect(uses.count < 20)
    #expect(uses.values.allSatisfy { $0 >= 2 })
  }

  @Test func aTextCanBeStopped() {
    var blocks = 0
    let stop = StopRequest()
    let synthesizer = Synthesizer(SynthesisSettings())
    #expect(throws: WorkStopped.self) {
      try synthesizer.write(
        length: 1_000_000, stop: stop, progress: { if $0 >= 100_000 { stop.request() } },
        to: { _ in blocks += 1 })
    }
    #expect(blocks == 2)
  }

  private typealias Change = @Sendable (inout SynthesisSettings) -> Void

  private static let refused: [(String, Change)] = [
    ("symbols", { $0.symbols = 2 }), ("symbols", { $0.symbols = 65 }),
    ("symbols", { ($0.alphabet, $0.symbols) = (.hangul, 2049) }),
    ("concentration", { $0.concentration = 0 }), ("concentration", { $0.concentration = .nan }),
    ("concentration", { $0.concentration = .infinity }), ("order", { $0.order = 0 }),
    ("order", { $0.order = 4 }), ("order", { ($0.order, $0.symbols) = (3, 64) }),
    ("states", { ($0.source, $0.states) = (.hidden, 0) }),
    ("states", { ($0.source, $0.states) = (.hidden, 1 << 20) }),
    ("states", { ($0.source, $0.states) = (.hidden, .max) }),
  ]

  /// A hidden source has no order, and a Markov chain the states of its order.
  @Test func settingsOfTheOtherSourceDoNoHarm() {
    var settings = SynthesisSettings()
    settings.states = .max
    #expect(settings.flaw == nil)
    settings = SynthesisSettings()
    (settings.source, settings.order) = (.hidden, 9)
    #expect(settings.flaw == nil)
    #expect(settings.makeSource().stateCount == settings.states)
  }

  @Test(arguments: refused.indices)
  func settingsThatCannotBe(_ index: Int) throws {
    let (name, change) = Self.refused[index]
    var settings = SynthesisSettings()
    #expect(settings.flaw == nil)
    change(&settings)
    #expect(try #require(settings.flaw).hasPrefix(name))
  }
}
