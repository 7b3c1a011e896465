import GeulText

/// How much is written, and where it ends before that.
public struct WritingSettings: Sendable, Equatable {
  /// The most symbols.
  public var length: Int
  /// Texts at which writing ends; none of them is part of what was written.
  public var stops: [String]
  /// Whether writing ends at the end of a line too, whatever ends it, which is no part of what was written either.
  public var untilLine: Bool
  /// How many of the most probable symbols are noted at each place; 0 notes none.
  public var alternatives: Int

  /// Settings; `flaw` says whether they make sense.
  public init(
    length: Int = 400, stops: [String] = [], untilLine: Bool = false, alternatives: Int = 0
  ) {
    self.length = length
    self.stops = stops
    self.untilLine = untilLine
    self.alternatives = alternatives
  }

  /// Whether a text that comes may end the writing.
  var endsAtText: Bool { untilLine || !stops.isEmpty }

  /// What is wrong with them, or nil.
  public var flaw: String? {
    if length < 0 { return "length must be at least 0, not \(length)" }
    if stops.contains(where: \.isEmpty) {
      return "stop must be a text of at least 1 character, not an empty one"
    }
    if let long = stops.first(where: { $0.unicodeScalars.count > Self.longestStop }) {
      return
        "stop must be a text of at most \(Self.longestStop) characters, not \(long.unicodeScalars.count)"
    }
    if !(0...Self.mostAlternatives).contains(alternatives) {
      return "alternatives must be from 0 to \(Self.mostAlternatives), not \(alternatives)"
    }
    return nil
  }

  /// The most scalars of a stop text: so many may be held back while it may be one.
  public static let longestStop = 1_000
  /// The most alternatives that are noted.
  public static let mostAlternatives = 1_000
}
