/// Codes of text that is not typed key by key: it may hold line ends and other controls, which libedit would obey or
/// tear its rows at.
extension LineEditorClusters {
  /// What is drawn for a whole text that one code stands for.
  static let heldPicture = "\u{229E}"

  /// Codes of a text, in which a line feed is drawn as ↵ and other controls as the letters that stand for them.
  mutating func encode(pasted text: String) -> [UInt32] {
    var result: [UInt32] = []
    for scalar in text.unicodeScalars {
      if let picture = Self.picture(of: scalar) {
        result.append(code(of: [scalar], drawnAs: picture))
      } else if let last = result.last, let joined = join(last, scalar) {
        result[result.count - 1] = joined
      } else {
        result.append(encode(scalar))
      }
    }
    return result
  }

  /// One code for a whole text, for one that is too long to be shown.
  mutating func hold(_ text: String) -> UInt32 {
    code(of: Array(text.unicodeScalars), drawnAs: Self.heldPicture)
  }

  private mutating func code(of cluster: [Unicode.Scalar], drawnAs picture: String) -> UInt32 {
    if let known = codes[cluster] { return known }
    guard let code = nextNarrow() else { return Self.malformed }
    codes[cluster] = code
    clusters[code] = cluster
    pictures[code] = picture
    return code
  }

  /// What is drawn for a control, by the block of pictures for them; nil for what is drawn as it is.
  private static func picture(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x0A: "\u{21B5}"
    case 0x09: nil
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x2028, 0x2029: "\u{2426}"
    default: nil
    }
  }
}
