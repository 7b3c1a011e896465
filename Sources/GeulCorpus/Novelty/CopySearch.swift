/// A stretch of a text that stands in a corpus word for word.
public struct VerbatimCopy: Equatable, Sendable {
  /// Where it begins in the text, in characters from 0.
  public let textStart: Int
  /// Its characters.
  public let length: Int
  /// Where in the corpus one of its places begins, in characters from 0.
  public let corpusStart: Int
}

/// Finds what of a text stands in a corpus that passes by once, however long that is: the text alone is indexed.
public struct CopySearch: Sendable {
  /// The most characters of a text.
  public static let mostCharacters = 4_000_000

  private let automaton: SuffixAutomaton
  private var state: UInt32 = 0
  private var length: Int32 = 0
  private var position = 0
  /// Of each state the longest of its substrings that was met, and where in the corpus that ended.
  private var met: [Int32]
  private var ends: [Int]

  /// A search for parts of `text`, scalar by scalar. Cost: some microseconds a scalar.
  public init(_ text: [UInt32]) {
    precondition(text.count <= Self.mostCharacters, "a text of \(text.count) characters")
    automaton = SuffixAutomaton(text)
    met = [Int32](repeating: 0, count: automaton.lengths.count)
    ends = [Int](repeating: 0, count: automaton.lengths.count)
  }

  /// Forgets what was met, to search another corpus for the same text.
  public mutating func restart() {
    (state, length, position) = (0, 0, 0)
    for place in met.indices { met[place] = 0 }
  }

  /// Passes by the next part of the corpus.
  public mutating func push(_ scalars: some Sequence<UInt32>) {
    for scalar in scalars {
      var next = automaton.target(state, scalar)
      while next == nil, state != 0 {
        state = UInt32(automaton.links[Int(state)])
        length = automaton.lengths[Int(state)]
        next = automaton.target(state, scalar)
      }
      position += 1
      guard let next else { continue }
      state = next
      length += 1
      if length > met[Int(state)] { (met[Int(state)], ends[Int(state)]) = (length, position) }
    }
  }

  /// Ends a stretch, over which no copy goes: a document's end.
  public mutating func breakOff() { (state, length) = (0, 0) }

  /// For each character of the text: the longest stretch ending with it that was met, and where in the corpus that ends.
  public func matches() -> [(length: Int, end: Int)] {
    var (met, ends) = (met, ends)
    // What was met of a state was met of its suffixes, which are shorter.
    for state in automaton.lengths.indices.sorted(by: {
      automaton.lengths[$0] > automaton.lengths[$1]
    }) where met[state] > 0 && automaton.links[state] > 0 {
      let link = Int(automaton.links[state])
      if automaton.lengths[link] > met[link] {
        (met[link], ends[link]) = (automaton.lengths[link], ends[state])
      }
    }
    return automaton.beginnings.map { beginning in
      var state = Int(beginning)
      while state > 0, met[state] == 0 { state = Int(automaton.links[state]) }
      return state > 0 ? (Int(met[state]), ends[state]) : (0, 0)
    }
  }

  /// The copies of at least so many characters that lie in no longer one, the longest first, none over another.
  public static func copies(
    _ matches: [(length: Int, end: Int)], atLeast least: Int
  ) -> [VerbatimCopy] {
    var found: [VerbatimCopy] = []
    for (place, match) in matches.enumerated() where match.length >= least {
      // One that goes on is part of a longer one.
      if place + 1 < matches.count, matches[place + 1].length == match.length + 1 { continue }
      found.append(
        VerbatimCopy(
          textStart: place + 1 - match.length, length: match.length,
          corpusStart: match.end - match.length))
    }
    found.sort { ($1.length, $0.textStart) < ($0.length, $1.textStart) }
    var taken = [Bool](repeating: false, count: matches.count)
    return found.filter { copy in
      let range = copy.textStart..<copy.textStart + copy.length
      guard !range.contains(where: { taken[$0] }) else { return false }
      for place in range { taken[place] = true }
      return true
    }
  }

  /// The share of the text's stretches of n characters that were met.
  public static func share(_ matches: [(length: Int, end: Int)], n: Int) -> Double {
    guard matches.count >= n else { return 0 }
    return Double(matches[(n - 1)...].count { $0.length >= n }) / Double(matches.count - n + 1)
  }
}
