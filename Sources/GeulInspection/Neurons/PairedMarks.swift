/// Marks that come in pairs, and how many pairs are open after each character.
enum PairedMarks {
  /// The most characters between quotation marks, and between round and square brackets: more is a mark without partner.
  private static let longest = 1_000

  private static let closers: [UInt32: UInt32] = pairs("()[]{}（）〈〉《》【】〔〕")
  private static let quotes: [UInt32: UInt32] = pairs("“”‘’「」『』«»")

  private static func pairs(_ text: String) -> [UInt32: UInt32] {
    let scalars = text.unicodeScalars.map(\.value)
    return Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: scalars.count, by: 2).map {
        (scalars[$0], scalars[$0 + 1])
      })
  }

  /// Pairs of brackets that are open after each character; those without partner count for nothing.
  static func brackets(in text: [UInt32]) -> [Int] {
    let closing = Set(closers.values)
    var open: [(place: Int, mark: UInt32)] = []
    var found: [Range<Int>] = []
    for (place, scalar) in text.enumerated() {
      if closers[scalar] != nil {
        open.append((place, scalar))
      } else if closing.contains(scalar),
        let partner = open.lastIndex(where: { closers[$0.mark] == scalar })
      {
        let isBlock = scalar == 0x7D
        if isBlock || place - open[partner].place <= longest {
          found.append(open[partner].place..<place)
        }
        open.removeSubrange(partner...)
      }
    }
    return depth(found, count: text.count)
  }

  /// 1 where a quotation is open after a character. A straight mark opens behind a blank and closes behind anything else, so
  /// that one without partner does not turn all that follow around; a paragraph ends what is open.
  static func quotations(in text: [UInt32]) -> [Int] {
    var open: (place: Int, closer: UInt32)?
    var found: [Range<Int>] = []
    for (place, scalar) in text.enumerated() {
      let mayOpen = place == 0 || CharacterMarks.isBlank(text[place - 1])
      if scalar == 0x22, mayOpen {
        open = (place, scalar)
      } else if let begun = open {
        if scalar == begun.closer {
          found.append(begun.place..<place)
          open = nil
        } else if place - begun.place > longest || isParagraphEnd(text, place) {
          open = nil
        }
      } else if let closer = quotes[scalar] {
        open = (place, closer)
      }
    }
    return depth(found, count: text.count)
  }

  private static func isParagraphEnd(_ text: [UInt32], _ place: Int) -> Bool {
    text[place] == 0x0A && place > 0 && text[place - 1] == 0x0A
  }

  private static func depth(_ ranges: [Range<Int>], count: Int) -> [Int] {
    var changes = [Int](repeating: 0, count: count + 1)
    for range in ranges {
      changes[range.lowerBound] += 1
      changes[range.upperBound] -= 1
    }
    var depth = 0
    return (0..<count).map { place in
      depth += changes[place]
      return depth
    }
  }
}
