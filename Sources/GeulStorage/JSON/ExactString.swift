/// A string that equals another only if their scalars are the same.
///
/// `String ==` is canonical equivalence, which would merge é with e + ◌́; both are legal, different
/// keys of one file.
struct ExactString: Sendable, Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 {
      hasher.combine(byte)
    }
  }
}
