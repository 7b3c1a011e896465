/// What a place is within its word, which is what stands between blanks.
struct WordMarks {
  private let text: [UInt32]
  /// For each character its letters' number within the word, from 1; 0 for what is no letter.
  private var place: [Int]
  /// For each character whether it is the last letter of its word.
  private var isLast: [Bool]
  /// For each last letter, the word's letters.
  private var length: [Int]

  init(_ text: [UInt32]) {
    self.text = text
    place = [Int](repeating: 0, count: text.count)
    isLast = [Bool](repeating: false, count: text.count)
    length = place
    var letters = 0
    var last: Int?
    for (at, scalar) in text.enumerated() {
      if CharacterMarks.isBlank(scalar) {
        end(last, letters)
        (letters, last) = (0, nil)
      } else if CharacterMarks.isLetter(scalar) {
        letters += 1
        place[at] = letters
        last = at
      }
    }
    end(last, letters)
  }

  private mutating func end(_ last: Int?, _ letters: Int) {
    guard let last else { return }
    isLast[last] = true
    length[last] = letters
  }

  func values(of property: TextProperty) -> [Double?] {
    text.indices.map { at in
      switch property {
      case .wordStart: place[at] == 1 ? 1 : 0
      case .wordPosition: place[at] > 0 ? Double(place[at]) : nil
      case .particle: syllable(at) { isParticle(at) }
      case .ending: syllable(at) { Self.endings.contains(text[at]) }
      default: nil
      }
    }
  }

  private func syllable(_ at: Int, _ holds: () -> Bool) -> Double? {
    guard CharacterMarks.isSyllable(text[at]) else { return nil }
    return isLast[at] && length[at] >= 2 && holds() ? 1 : 0
  }

  /// Particles of one syllable by themselves, of two by their last with the one before.
  private func isParticle(_ at: Int) -> Bool {
    Self.particles.contains(text[at])
      || (at > 0 && length[at] >= 3 && Self.longParticles.contains([text[at - 1], text[at]]))
  }

  private static let particles = Set("은는을를에의와과도만".unicodeScalars.map(\.value))
  private static let longParticles = Set(
    ["에서", "에게", "으로", "까지", "부터", "처럼", "보다", "마다", "조차", "한테"].map {
      $0.unicodeScalars.map(\.value)
    })
  private static let endings = Set("다요까고며면서지네자라죠".unicodeScalars.map(\.value))
}
