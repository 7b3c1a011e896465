import CLineEditor
import Foundation

/// What a line editor that knows single scalars only is handed in place of grapheme clusters.
///
/// libedit moves over, erases and counts columns by scalars, and gives a mark of no width a column of its own.
/// So each cluster of several scalars is given a code: a scalar that one can hardly type, as wide as the cluster.
/// Codes are turned back in what is drawn (`shown`) and in what is entered (`text`).
/// The scalars that serve as codes have codes themselves when somebody does type them.
struct LineEditorClusters {
  /// Stands for typed bytes that are not UTF-8.
  static let malformed: UInt32 = 0x12000

  /// Letters by `iswalnum`, so that moving over words works: Cuneiform, Egyptian and Anatolian hieroglyphs, Bamum.
  private static let narrow: [ClosedRange<UInt32>] = [
    0x12001...0x12399, 0x13000...0x1342E, 0x14400...0x14646, 0x16800...0x16A38,
  ]
  /// Han, extension B.
  private static let wide: [ClosedRange<UInt32>] = [0x20000...0x2A6D6]

  var codes: [[Unicode.Scalar]: UInt32] = [:]
  var clusters: [UInt32: [Unicode.Scalar]] = [:]
  /// What is drawn, in one column, for codes whose text would not do.
  var pictures: [UInt32: String] = [:]
  private var freeNarrow = Self.narrow.joined().makeIterator()
  private var freeWide = Self.wide.joined().makeIterator()

  /// Codes of a text.
  mutating func encode(_ text: String) -> [UInt32] {
    var result: [UInt32] = []
    for scalar in text.unicodeScalars {
      if let last = result.last, let joined = join(last, scalar) {
        result[result.count - 1] = joined
      } else {
        result.append(code([scalar]))
      }
    }
    return result
  }

  /// The code of one scalar by itself.
  mutating func encode(_ scalar: Unicode.Scalar) -> UInt32 { code([scalar]) }

  /// The code for `scalar` typed behind what `code` stands for; nil if a user sees two characters.
  ///
  /// Clusters of more than two columns stay apart: terminals disagree on them, and libedit knows no wider ones.
  mutating func join(_ last: UInt32, _ scalar: Unicode.Scalar) -> UInt32? {
    guard scalar.value >= 0x300, last >= 0x20, last != Self.malformed, pictures[last] == nil
    else { return nil }
    let joined = scalars(of: last) + [scalar]
    guard Self.text(joined).count == 1, Self.columns(joined) <= 2 else { return nil }
    return code(joined)
  }

  /// What codes stand for; nil if malformed bytes are among it.
  func text(of codes: some Sequence<UInt32>) -> String? {
    var result = String.UnicodeScalarView()
    for code in codes {
      if code == Self.malformed { return nil }
      result.append(contentsOf: scalars(of: code))
    }
    return String(result)
  }

  /// How many scalars a code stands for.
  func length(of code: UInt32) -> Int { clusters[code]?.count ?? 1 }

  /// What is drawn for a code; nil if it is drawn as it is.
  func shown(_ code: UInt32) -> String? {
    if code == Self.malformed { return "\u{FFFD}" }
    if let picture = pictures[code] { return picture }
    guard let cluster = clusters[code] else { return nil }
    let columns = Self.columns(cluster)
    if columns == 0 {
      // A mark needs something to stand on; what is invisible shows as the empty circle alone.
      let isMark = cluster.allSatisfy { $0.properties.canonicalCombiningClass != .notReordered }
      return isMark ? "\u{25CC}" + Self.text(cluster) : "\u{25CC}"
    }
    // A joiner with nothing behind it yet joins, in some terminals, whatever is drawn next.
    let whole = Self.text(cluster.last == "\u{200D}" ? cluster.dropLast() : cluster)
    let gap = Self.isWide(code) && columns < 2 ? " " : ""
    return whole + gap
  }

  /// What is drawn for bytes on their way to the screen, and those of a scalar that is not whole yet.
  func shown(_ bytes: [UInt8]) -> (text: String, rest: [UInt8]) {
    var whole = bytes.count
    // A scalar's first byte is among the last four.
    for back in 1..<5 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      if length > back { whole = bytes.count - back }
      break
    }
    let text = String(decoding: bytes[..<whole], as: UTF8.self)
    let rest = Array(bytes[whole...])
    // All codes take four bytes.
    guard bytes.contains(where: { $0 >= 0xF0 }) else { return (text, rest) }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let shown = shown(scalar.value) {
        result.append(contentsOf: shown.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return (String(result), rest)
  }

  /// Columns that a text takes on the screen.
  mutating func columns(of text: String) -> Int {
    encode(text).reduce(0) { $0 + Self.columns(of: $1) }
  }

  /// Columns that libedit counts for a code.
  static func columns(of code: UInt32) -> Int { max(0, Int(wcwidth(wchar_t(code)))) }

  /// Columns of a code in a line, where a control character is two; nil for a tab.
  static func columns(drawing code: UInt32) -> Int? {
    switch code {
    case 0x09: nil
    case 0..<0x20, 0x7F: 2
    default: columns(of: code)
    }
  }

  private func scalars(of code: UInt32) -> [Unicode.Scalar] {
    clusters[code] ?? [Unicode.Scalar(code) ?? "\u{FFFD}"]
  }

  private mutating func code(_ cluster: [Unicode.Scalar]) -> UInt32 {
    if cluster.count == 1, !Self.needsCode(cluster[0]) { return cluster[0].value }
    if let known = codes[cluster] { return known }
    let code = Self.columns(cluster) == 2 ? nextWide() : nextNarrow() ?? nextWide()
    guard let code else { return Self.malformed }
    codes[cluster] = code
    clusters[code] = cluster
    return code
  }

  /// Codes of the right width in this locale.
  mutating func nextNarrow() -> UInt32? {
    while let code = freeNarrow.next() { if Self.columns(of: code) == 1 { return code } }
    return nil
  }

  private mutating func nextWide() -> UInt32? {
    while let code = freeWide.next() { if Self.columns(of: code) == 2 { return code } }
    return nil
  }

  private static func needsCode(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    guard value >= 0x80 else { return false }
    return isWide(value) || value == malformed || narrow.contains { $0.contains(value) }
      || wcwidth(wchar_t(value)) == 0
  }

  private static func isWide(_ code: UInt32) -> Bool { wide.contains { $0.contains(code) } }

  /// Columns as terminals count them: the sum of the scalars', but two for emoji joined or tinted.
  private static func columns(_ cluster: [Unicode.Scalar]) -> Int {
    let sum = cluster.reduce(0) { $0 + max(0, Int(wcwidth(wchar_t($1.value)))) }
    let isJoined = cluster.dropFirst().contains {
      $0 == "\u{200D}" || $0.properties.isEmojiModifier
    }
    return isJoined ? min(sum, 2) : sum
  }

  private static func text(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
