/// What competes for a place in the beam: a hypothesis that has ended, or a live one with a symbol after it.
struct BeamCandidate {
  /// What places are given by: Σ ln p, or the perturbed log-probability.
  let rank: Double
  /// Σ ln p, or Σ ln q.
  let sum: Double
  /// The lane of the live hypothesis; -1 for those that have ended, which were found before.
  let lane: Int32
  /// The symbol, or which of those that have ended.
  let id: UInt32

  /// Whether the hypothesis has ended.
  var hasEnded: Bool { lane < 0 }

  /// By rank, then by the order in which they were found.
  func precedes(_ other: BeamCandidate) -> Bool {
    if rank != other.rank { return rank > other.rank }
    return lane != other.lane ? lane < other.lane : id < other.id
  }
}

/// The best candidates seen, as many as there is room for: a heap with the worst on top.
struct BeamPlaces {
  private(set) var candidates: [BeamCandidate] = []
  private(set) var capacity = 0
  /// What it takes to get a place: a rank above this.
  private(set) var bound = -Double.infinity
  private var floor = -Double.infinity

  /// Whether some that were offered may have got no place.
  var isFull: Bool { candidates.count == capacity }

  /// Empties all places; ranks up to `floor` are known to be of no use.
  mutating func begin(capacity: Int, floor: Double = -.infinity) {
    self.capacity = capacity
    self.floor = floor
    bound = floor
    candidates.removeAll(keepingCapacity: true)
  }

  /// Gives the candidate a place if it is among the best; O(log K).
  mutating func offer(_ candidate: BeamCandidate) {
    if candidates.count < capacity {
      candidates.append(candidate)
      siftUp()
    } else if candidate.precedes(candidates[0]) {
      siftDown(candidate, end: capacity)
    } else {
      return
    }
    if isFull { bound = max(floor, candidates[0].rank) }
  }

  /// Puts the best first: the heap's order is gone, so nothing may be offered before `begin`.
  mutating func sort() {
    for end in stride(from: candidates.count - 1, to: 0, by: -1) {
      let moved = candidates[end]
      candidates[end] = candidates[0]
      siftDown(moved, end: end)
    }
  }

  private mutating func siftUp() {
    var place = candidates.count - 1
    let candidate = candidates[place]
    while place > 0 {
      let parent = (place - 1) / 2
      guard candidates[parent].precedes(candidate) else { break }
      candidates[place] = candidates[parent]
      place = parent
    }
    candidates[place] = candidate
  }

  /// Puts a candidate where the worst was, among the places before `end`.
  private mutating func siftDown(_ candidate: BeamCandidate, end: Int) {
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < end else { break }
      if child + 1 < end, candidates[child].precedes(candidates[child + 1]) { child += 1 }
      guard candidate.precedes(candidates[child]) else { break }
      candidates[place] = candidates[child]
      place = child
    }
    candidates[place] = candidate
  }
}
