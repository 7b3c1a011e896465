import GeulCompute

/// Texts to train on.
enum Texts {
  static let korean = "비가 그친 골목 끝에서 아이들이 종이배를 띄우고, 할머니는 젖은 우산을 말리며 옛날 노래를 흥얼거렸다."
  static let english = "The ferry left at noon; by dusk its lamps were a small second moon."

  /// Sentences drawn by a seed from a few words: `count` scalars with something to learn in them.
  static func sentences(_ count: Int, seed: UInt64 = 7) -> String {
    let words = ["바람이", "불고", "the", "lamp", "강물은", "runs", "조용히", "and", "bright", "밤"]
    var random = RandomStream(seed: seed, purpose: 1)
    var text = ""
    while text.unicodeScalars.count < count {
      text += words[Int(random.next() % UInt64(words.count))]
      text += random.next() % 6 == 0 ? ".\n" : " "
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))
  }

  /// `count` ids below `limit` drawn by a seed.
  static func ids(_ count: Int, below limit: UInt64, seed: UInt64 = 3) -> [UInt32] {
    var random = RandomStream(seed: seed, purpose: 2)
    return (0..<count).map { _ in UInt32(random.next() % limit) }
  }
}
