import GeulText

/// Looks for stop texts in a text that arrives in pieces, and passes on only what none of them may begin with.
///
/// Texts are compared character by character (UAX #29), scalar for scalar, in the form and with the line ends of the
/// tokenizer: a stop text does not end within a character. Cost: a comparison with each stop text for each character.
struct StopScanner: Sendable {
  /// Which of the stop texts was found.
  private(set) var found: Int?

  /// The characters of each stop text, each in UTF-8, since characters compare by canonical equivalence.
  private let stops: [[[UInt8]]]
  /// The end of the text so far with which a stop text begins, if any.
  private var held: [[UInt8]] = []

  /// A scanner for `stops`, none of them empty.
  init(_ stops: [String], for tokenizer: Tokenizer) {
    self.stops = stops.map { stop in
      Self.characters(tokenizer.decode(tokenizer.encode(stop).ids))
    }
  }

  /// Takes the next piece, of whole characters; returns what is certain to be no part of a stop text. Nothing after one
  /// is passed on.
  mutating func push(_ piece: String) -> String {
    guard !stops.isEmpty else { return piece }
    var passed: [UInt8] = []
    for character in Self.characters(piece) where found == nil { push(character, &passed) }
    return String(decoding: passed, as: UTF8.self)
  }

  /// Ends the text; returns what was held back.
  mutating func finish() -> String {
    defer { held = [] }
    return found == nil ? String(decoding: held.joined(), as: UTF8.self) : ""
  }

  private mutating func push(_ character: [UInt8], _ passed: inout [UInt8]) {
    held.append(character)
    let complete = stops.indices.filter { held.suffix(stops[$0].count).elementsEqual(stops[$0]) }
    // Of two that end at the same place, the one that began first.
    if let longest = complete.max(by: { stops[$0].count < stops[$1].count }) {
      passed += held.dropLast(stops[longest].count).joined()
      found = longest
      return
    }
    while !held.isEmpty, !stops.contains(where: { $0.starts(with: held) }) {
      passed += held.removeFirst()
    }
  }

  private static func characters(_ text: String) -> [[UInt8]] {
    GraphemeBreaker.clusters(of: text).map { Array($0.utf8) }
  }
}
