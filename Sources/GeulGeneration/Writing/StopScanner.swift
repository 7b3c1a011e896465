import GeulText

/// Looks for stop texts in a text that arrives in pieces, and passes on only what none of them may begin with.
///
/// Texts are compared scalar by scalar, whatever symbols or clusters the scalars are parts of, in the form and with the
/// line ends of the tokenizer. Only what a mark or a letter behind it makes another character of is not found: 다 is no
/// part of 닭, nor e of é, in any normal form. Cost: a comparison with each stop text for each scalar.
struct StopScanner: Sendable {
  /// Which of the stop texts was found, counted on for the line ends.
  private(set) var found: Int?

  /// The scalars of each stop text, then of each line end that counts as one.
  private let stops: [[UInt32]]
  private let firstLineEnd: Int
  /// The end of the text so far with which a stop text begins, if any.
  private var held: [UInt32] = []

  /// What ends a line: LF, CR LF, CR, NEL, the separators of lines and of paragraphs.
  static let lineEnds: [[UInt32]] = [[0x0A], [0x0D, 0x0A], [0x0D], [0x85], [0x2028], [0x2029]]

  /// A scanner for `stops`, none of them empty, and for whatever ends a line if asked for.
  init(_ stops: [String], untilLine: Bool = false, for tokenizer: Tokenizer) {
    firstLineEnd = untilLine ? stops.count : Int.max
    self.stops = stops.map { Self.scalars($0, tokenizer) } + (untilLine ? Self.lineEnds : [])
  }

  /// A text as the tokenizer would have it, but for what its vocabulary lacks: that may stand within a symbol.
  private static func scalars(_ text: String, _ tokenizer: Tokenizer) -> [UInt32] {
    var scalars = text.unicodeScalars.map(\.value)
    if tokenizer.newlines == .lf {
      var converter = NewlineConverter()
      converter.convert(&scalars)
    }
    return tokenizer.form.normalize(String(scalars: scalars)).unicodeScalars.map(\.value)
  }

  /// The stop text that was found: as it was given, or the line end that the text has.
  func text(of stops: [String]) -> String? {
    found.map { $0 < stops.count ? stops[$0] : String(scalars: self.stops[$0]) }
  }

  /// Takes the next piece, of whole characters; returns what is certain to be no part of a stop text. Nothing after one
  /// is passed on.
  mutating func push(_ piece: String) -> String {
    guard !stops.isEmpty else { return piece }
    var passed: [UInt32] = []
    let scalars = piece.unicodeScalars.map(\.value)
    for (place, scalar) in scalars.enumerated() where found == nil {
      push(scalar, before: place + 1 < scalars.count ? scalars[place + 1] : nil, &passed)
    }
    return String(scalars: passed)
  }

  /// Ends the text; returns what was held back.
  mutating func finish() -> String {
    defer { held = [] }
    return found == nil ? String(scalars: held) : ""
  }

  private mutating func push(_ scalar: UInt32, before next: UInt32?, _ passed: inout [UInt32]) {
    held.append(scalar)
    let complete = stops.indices.filter { ends(at: $0, before: next) }
    // Of two that end at the same place, the one that began first.
    if let longest = complete.max(by: { stops[$0].count < stops[$1].count }) {
      passed += held.dropLast(stops[longest].count)
      found = longest
      return
    }
    while !held.isEmpty, !stops.contains(where: { $0.starts(with: held) }) {
      passed.append(held.removeFirst())
    }
  }

  /// Whether a stop text ends here, before the scalar `next` of the same character or of the next.
  private func ends(at index: Int, before next: UInt32?) -> Bool {
    guard held.suffix(stops[index].count).elementsEqual(stops[index]) else { return false }
    guard let next else { return true }
    if index >= firstLineEnd { return !(stops[index] == [0x0D] && next == 0x0A) }
    return !Self.isPartOfCharacter(next)
  }

  /// Whether a scalar makes another character of the one before it: a mark with a class of its own, a vowel or a final
  /// consonant of Hangul.
  private static func isPartOfCharacter(_ scalar: UInt32) -> Bool {
    if (0x1160...0x11FF).contains(scalar) || (0xD7B0...0xD7FF).contains(scalar) { return true }
    return Unicode.Scalar(scalar)?.properties.canonicalCombiningClass != .notReordered
  }
}
