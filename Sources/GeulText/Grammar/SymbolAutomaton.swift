/// A finite automaton over the ids of a vocabulary: which may come next, and how far the text then is from
/// a place where it may end.
///
/// Ids that are alike in every state share a class. States that are alike are one: the grammar of UTF-8
/// without further limits has eight, that of syllables three.
struct SymbolAutomaton {
  /// The state between characters, where every text begins.
  static let closed: Int32 = 0
  /// No state: what leads there must not come.
  static let dead: Int32 = -1
  /// The class of the ids that never come.
  static let never: UInt16 = 0

  /// The class of each id.
  let classes: [UInt16]
  /// How many classes there are (C).
  let classCount: Int
  /// Whether the text may end in a state.
  private(set) var isClosed = [true]

  /// The state that each class leads to (states, C).
  private var targets: [Int32]
  /// The fewest ids that lead from a state to one where the text may end.
  private var distances = [0]
  private var known: [Row: Int32] = [:]

  private struct Row: Hashable {
    let targets: [Int32]
    let isClosed: Bool
  }

  /// An automaton with the state ``closed`` alone, in which nothing may come yet.
  init(classes: [UInt16], classCount: Int) {
    self.classes = classes
    self.classCount = classCount
    targets = [Int32](repeating: Self.dead, count: classCount)
  }

  /// A row in which nothing may come.
  var emptyRow: [Int32] { [Int32](repeating: Self.dead, count: classCount) }

  /// How many states there are.
  var stateCount: Int { isClosed.count }

  /// Says what each class leads to from ``closed``.
  mutating func setClosedRow(_ row: [Int32]) { targets.replaceSubrange(0..<classCount, with: row) }

  /// The state with such a row: the one there is, or a new one, or ``dead`` if no text can end from it.
  ///
  /// Where the text may end, whatever may come between characters may come too.
  mutating func state(_ row: [Int32], isClosed: Bool) -> Int32 {
    let live = row.filter { $0 != Self.dead }
    guard !live.isEmpty else { return isClosed ? Self.closed : Self.dead }
    let key = Row(targets: row, isClosed: isClosed)
    if let state = known[key] { return state }
    let state = Int32(stateCount)
    known[key] = state
    let nearest = live.map { distances[Int($0)] }.min() ?? 0
    distances.append(isClosed ? 0 : nearest + 1)
    self.isClosed.append(isClosed)
    targets += row
    return state
  }

  /// The state after an id, or ``dead`` if it may not come.
  func target(of state: Int32, after id: UInt32) -> Int32 {
    target(of: state, ofClass: Int(classes[Int(id)]))
  }

  /// The ids, ascending, that may not come if at most `remaining` may still be written, the next included.
  ///
  /// Cost: linear in the number of ids.
  func excluded(_ state: Int32, remaining: Int) -> [UInt32] {
    let isExcluded = (0..<classCount).map { column in
      let target = target(of: state, ofClass: column)
      return target == Self.dead || distances[Int(target)] >= remaining
    }
    return classes.indices.lazy.filter { isExcluded[Int(classes[$0])] }.map { UInt32($0) }
  }

  private func target(of state: Int32, ofClass column: Int) -> Int32 {
    let target = targets[Int(state) * classCount + column]
    return target == Self.dead && isClosed[Int(state)] ? targets[column] : target
  }
}
