import Glibc

/// How common each character is in the texts of a language, roughly.
///
/// Half of a text is taken to be ASCII, each character of it equally likely, so that ASCII speaks for no
/// language. The shares of the rest are orders of magnitude: the characters of ``CommonCharacters`` by
/// rank, the others evenly within the rows of the national standard that they come from.
struct CharacterModel: Sendable {
  /// The log-probability of a sequence that is no character.
  private static let invalid: Float = -14
  /// That of a control character, and of what no model expects.
  private static let unexpected: Float = -16
  private static let ascii: Float = logf(0.5 / 97)

  /// The log-probability of each scalar of the first plane.
  private let logs: [Float]
  /// What a character beyond ASCII costs that follows another one.
  private let adjacency: Float
  /// What a character beyond ASCII costs that stands alone.
  private let isolation: Float

  /// The log-likelihood of a decoded sample.
  func logLikelihood(_ trial: TrialDecoding) -> Double {
    // Nearly all units of four bytes are invalid in other text, so each must weigh as much as its bytes.
    var sum = Double(trial.invalidSequences * max(0, trial.unitSize - 2)) * Double(Self.invalid) / 2
    var highInRow = 0
    for scalar in trial.scalars {
      sum += Double(scalar < 0x10000 ? logs[Int(scalar)] : Self.unexpected)
      if scalar >= 0x80 {
        if highInRow > 0 { sum += Double(adjacency) }
        highInRow += 1
      } else {
        if highInRow == 1 { sum += Double(isolation) }
        highInRow = 0
      }
    }
    return sum + (highInRow == 1 ? Double(isolation) : 0)
  }

  /// The log-likelihood of bytes if they are no text: the high ones and the controls come at random.
  static func noise(_ bytes: ArraySlice<UInt8>) -> Double {
    var plain = 0
    for byte in bytes { plain += isPlain(UInt32(byte)) ? 1 : 0 }
    return Double(plain) * Double(ascii) + Double(bytes.count - plain) * log(0.5 / 161)
  }

  /// Makes the model of a language from groups of characters and their shares of what is not ASCII.
  ///
  /// A later group overrides an earlier one. `common` are the commonest in order, with their share.
  init(
    groups: [(characters: [UInt32], share: Float)], common: (characters: String, share: Float),
    adjacency: Float = 0, isolation: Float = 0
  ) {
    var logs = [Float](repeating: Self.unexpected, count: 0x10000)
    for scalar in 0..<UInt32(0x80) where Self.isPlain(scalar) { logs[Int(scalar)] = Self.ascii }
    for (characters, share) in groups {
      for scalar in characters where 0x80..<0x10000 ~= scalar {
        logs[Int(scalar)] = logf(0.5 * share / Float(characters.count))
      }
    }
    // Zipf's law as Mandelbrot has it: the share of a rank is as 1/(rank + some ten).
    let ranks = common.characters.unicodeScalars.enumerated().map { (Float($0 + 10), $1) }
    let total = ranks.reduce(0) { $0 + 1 / $1.0 }
    for (rank, scalar) in ranks where scalar.value < 0x10000 {
      logs[Int(scalar.value)] = logf(0.5 * common.share / rank / total)
    }
    logs[0xFFFD] = Self.invalid
    self.logs = logs
    self.adjacency = adjacency
    self.isolation = isolation
  }

  /// Makes the model of a text in one of the languages, whichever.
  private init(mixing models: [CharacterModel]) {
    logs = (0..<0x10000).map { scalar in
      logf(models.reduce(0) { $0 + expf($1.logs[scalar]) } / Float(models.count))
    }
    adjacency = 0
    isolation = 0
  }

  /// Whether it is ASCII that texts have: printable, tab or a line end.
  private static func isPlain(_ scalar: UInt32) -> Bool {
    0x20..<0x7F ~= scalar || scalar == 0x0A || scalar == 0x0D || scalar == 0x09
  }
}

extension CharacterModel {
  static let korean = CharacterModel(
    groups: [
      (Repertoire.letters, 0.0003), (Repertoire.hanja, 0.0025), (Repertoire.kana, 0.0003),
      (Repertoire.hangul, 0.001), (Repertoire.commonHangul, 0.29),
      (Repertoire.fullWidth, 0.001), (Repertoire.compatibilityJamo, 0.008),
      (Repertoire.punctuation, 0.006),
    ], common: (CommonCharacters.korean, 0.7))

  static let japanese = CharacterModel(
    groups: [
      (Repertoire.letters, 0.001), (Repertoire.rareKanji, 0.004), (Repertoire.kanji, 0.25),
      (Repertoire.halfWidthKana, 0.001), (Repertoire.kana, 0.1), (Repertoire.fullWidth, 0.01),
      (Repertoire.punctuation, 0.02),
    ], common: (CommonCharacters.japanese, 0.6))

  static let simplifiedChinese = CharacterModel(
    groups: [
      (Repertoire.letters, 0.0005), (Repertoire.hanzi, 0.0005),
      (Repertoire.rareSimplified, 0.006), (Repertoire.simplified, 0.43), (Repertoire.kana, 0.0003),
      (Repertoire.fullWidth, 0.01), (Repertoire.punctuation, 0.02),
    ], common: (CommonCharacters.simplifiedChinese, 0.53))

  static let traditionalChinese = CharacterModel(
    groups: [
      (Repertoire.letters, 0.0005), (Repertoire.rareTraditional, 0.006),
      (Repertoire.traditional, 0.43), (Repertoire.fullWidth, 0.01), (Repertoire.punctuation, 0.02),
    ], common: (CommonCharacters.traditionalChinese, 0.53))

  /// Of languages with the Latin alphabet, where two accented letters in a row are rare.
  static let westernEuropean = CharacterModel(
    groups: [
      (Array(0xA0..<0x180), 0.1), (Array(0xC0..<0x100), 0.1), (Repertoire.punctuation, 0.1),
      // ÿ, which is FF, is less likely than damage.
      ([0xFF], 0.000_001),
    ], common: (CommonCharacters.westernEuropean, 0.7), adjacency: -3.5)

  /// Of Russian, where words of one letter are few; FF, which is я, is more often damage.
  static let russian = CharacterModel(
    groups: [
      (Repertoire.letters, 0.001), (Repertoire.punctuation, 0.02), (Array(0x410..<0x430), 0.06),
    ], common: (CommonCharacters.russian, 0.91), isolation: -10)

  static let greek = CharacterModel(
    groups: [
      (Repertoire.letters, 0.001), (Repertoire.punctuation, 0.02), (Array(0x388..<0x3AB), 0.06),
    ], common: (CommonCharacters.greek, 0.91), isolation: -10)

  static let thai = CharacterModel(
    groups: [(Array(0xE01..<0xE5C), 0.05)], common: (CommonCharacters.thai, 0.95))

  static let universal = CharacterModel(mixing: [
    korean, japanese, simplifiedChinese, traditionalChinese, westernEuropean,
    russian, greek, thai,
  ])
}
