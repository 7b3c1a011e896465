/// The smallest automaton that knows every substring of a text (Blumer et al. 1985).
///
/// A state stands for the substrings that end at the same places; `link` is that of the longest suffix that ends at more
/// places. Memory: up to two states and three edges for each scalar of the text, some 100 bytes.
struct SuffixAutomaton {
  /// Length of the longest substring of each state.
  private(set) var lengths: [Int32] = [0]
  /// The state of the longest suffix that is in another.
  private(set) var links: [Int32] = [-1]
  /// The state of each beginning of the text.
  private(set) var beginnings: [UInt32] = []

  private var edges = EdgeTable()
  /// Edges of a state, chained, so that a copy of it can be made.
  private var firstEdges: [Int32] = [-1]
  private var chains: [(scalar: UInt32, next: Int32)] = []
  private var last: UInt32 = 0

  init(_ text: [UInt32]) {
    beginnings.reserveCapacity(text.count)
    for scalar in text { extend(by: scalar) }
  }

  func target(_ state: UInt32, _ scalar: UInt32) -> UInt32? { edges.target(state, scalar) }

  private mutating func extend(by scalar: UInt32) {
    let state = make(length: lengths[Int(last)] + 1)
    var from = Int32(last)
    while from >= 0, edges.target(UInt32(from), scalar) == nil {
      set(UInt32(from), scalar, to: state)
      from = links[Int(from)]
    }
    if from < 0 {
      links[Int(state)] = 0
    } else if let known = edges.target(UInt32(from), scalar) {
      links[Int(state)] =
        lengths[Int(from)] + 1 == lengths[Int(known)]
        ? Int32(known) : Int32(split(known, from: from, by: scalar))
    }
    last = state
    beginnings.append(state)
  }

  /// A copy of a state for its shorter substrings, to which all edges of these are led.
  private mutating func split(_ known: UInt32, from: Int32, by scalar: UInt32) -> UInt32 {
    let copy = make(length: lengths[Int(from)] + 1)
    var edge = firstEdges[Int(known)]
    while edge >= 0 {
      let (scalar, next) = chains[Int(edge)]
      if let target = edges.target(known, scalar) { set(copy, scalar, to: target) }
      edge = next
    }
    links[Int(copy)] = links[Int(known)]
    links[Int(known)] = Int32(copy)
    var from = from
    while from >= 0, edges.target(UInt32(from), scalar) == known {
      set(UInt32(from), scalar, to: copy)
      from = links[Int(from)]
    }
    return copy
  }

  private mutating func make(length: Int32) -> UInt32 {
    lengths.append(length)
    links.append(-1)
    firstEdges.append(-1)
    return UInt32(lengths.count - 1)
  }

  private mutating func set(_ state: UInt32, _ scalar: UInt32, to target: UInt32) {
    guard edges.set(state, scalar, to: target) else { return }
    chains.append((scalar, firstEdges[Int(state)]))
    firstEdges[Int(state)] = Int32(chains.count - 1)
  }
}
