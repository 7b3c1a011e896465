/// UAX #15 to the letter, from the tables of the Unicode Character Database: slow, and no code in common
/// with what is tested.
struct ReferenceNormalizer: Sendable {
  /// Whether the files are here, and of the library's version.
  static let isUsable =
    UnicodeData.isUsable(UnicodeData.compositionExclusions) && UnicodeData.unicodeData != nil

  /// The one made from the files.
  static let shared = ReferenceNormalizer()

  private var canonical: [UInt32: [UInt32]] = [:]
  private var compatibility: [UInt32: [UInt32]] = [:]
  private var classes: [UInt32: Int] = [:]
  private var composites: [[UInt32]: UInt32] = [:]

  private init() {
    let excluded = Set(
      UnicodeData.lines(UnicodeData.compositionExclusions).flatMap { UnicodeData.scalars($0.text) })
    for line in UnicodeData.unicodeData ?? [] {
      let fields = line.split(separator: ";", omittingEmptySubsequences: false)
      guard fields.count > 5, let scalar = UInt32(fields[0], radix: 16) else { continue }
      if let combiningClass = Int(fields[3]), combiningClass > 0 {
        classes[scalar] = combiningClass
      }
      if let tagEnd = fields[5].lastIndex(of: ">") {
        compatibility[scalar] = UnicodeData.scalars(fields[5][tagEnd...].dropFirst())
      } else if !fields[5].isEmpty {
        canonical[scalar] = UnicodeData.scalars(fields[5])
      }
    }
    for (scalar, mapping) in canonical where mapping.count == 2 && !excluded.contains(scalar) {
      if classes[scalar] == nil, classes[mapping[0]] == nil { composites[mapping] = scalar }
    }
  }

  /// The scalars in NFC or NFD, or their compatibility twins.
  func normalize(_ text: [UInt32], composes: Bool, isCompatibility: Bool) -> [UInt32] {
    let decomposed = ordered(text.flatMap { decompose($0, isCompatibility) })
    return composes ? compose(decomposed) : decomposed
  }

  private func decompose(_ scalar: UInt32, _ isCompatibility: Bool) -> [UInt32] {
    if (0xAC00...0xD7A3).contains(scalar) {
      let index = scalar - 0xAC00
      let open = [0x1100 + index / 588, 0x1161 + index % 588 / 28]
      return index % 28 == 0 ? open : open + [0x11A7 + index % 28]
    }
    let mapping = canonical[scalar] ?? (isCompatibility ? compatibility[scalar] : nil)
    return mapping?.flatMap { decompose($0, isCompatibility) } ?? [scalar]
  }

  /// Bubble sort, as the standard defines the order: exchange what is adjacent and the wrong way round.
  private func ordered(_ text: [UInt32]) -> [UInt32] {
    var text = text
    var place = 1
    while place < text.count {
      let (left, right) = (classes[text[place - 1]] ?? 0, classes[text[place]] ?? 0)
      if right > 0 && left > right {
        text.swapAt(place - 1, place)
        place = max(place - 1, 1)
      } else {
        place += 1
      }
    }
    return text
  }

  private func compose(_ text: [UInt32]) -> [UInt32] {
    var output: [UInt32] = []
    for scalar in text {
      let combiningClass = classes[scalar] ?? 0
      let starter = output.lastIndex { classes[$0] == nil }
      if let starter {
        let isBlocked = output[(starter + 1)...].contains { classes[$0] ?? 0 >= combiningClass }
        if !isBlocked, let composite = composite(output[starter], scalar) {
          output[starter] = composite
          continue
        }
      }
      output.append(scalar)
    }
    return output
  }

  private func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if (0x1100...0x1112).contains(first), (0x1161...0x1175).contains(second) {
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    }
    if (0xAC00...0xD7A3).contains(first), (first - 0xAC00) % 28 == 0,
      (0x11A8...0x11C2).contains(second)
    {
      return first + second - 0x11A7
    }
    return composites[[first, second]]
  }
}
