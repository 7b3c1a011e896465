import GeulCompute

extension BeamRun {
  /// Goes on by one symbol, given ln p of every symbol for each lane (B, V).
  ///
  /// `remaining` is how many symbols may still be written, this one included.
  mutating func step(_ logs: UnsafeBufferPointer<Float>, lanes: Int, remaining: Int) {
    let vocabulary = logs.count / lanes
    prepare(vocabulary: vocabulary, remaining: remaining)
    var capacity = settings.width
    compete(logs, vocabulary: vocabulary, capacity: capacity)
    while !select(logs, vocabulary: vocabulary) {
      // Several spelled the same text, so places are free, and some got none for want of room.
      capacity *= 2
      compete(logs, vocabulary: vocabulary, capacity: capacity)
    }
  }

  /// Asks each text what may come; those that nothing may follow end.
  private mutating func prepare(vocabulary: Int, remaining: Int) {
    excluded.removeAll(keepingCapacity: true)
    streams.removeAll(keepingCapacity: true)
    for lane in hypotheses.live.indices {
      guard let text = hypotheses.texts[lane] else { continue }
      excluded.append(text.excluded(remaining: remaining))
      if excluded[lane].count >= vocabulary { end(hypotheses.live[lane], text, .exhausted) }
      if ranking == .perturbed {
        // A stream of its own, so that a lane's children are the same however many are asked for.
        streams.append(RandomStream(seed: random.next(), purpose: RandomPurpose.text))
      }
    }
  }

  /// Lets those that have ended and the continuations of the others compete for places.
  private mutating func compete(
    _ logs: UnsafeBufferPointer<Float>, vocabulary: Int, capacity: Int
  ) {
    places.begin(capacity: capacity, floor: floor(vocabulary: vocabulary, capacity: capacity))
    for (index, hypothesis) in hypotheses.ended.enumerated() {
      places.offer(
        BeamCandidate(rank: hypothesis.rank, sum: hypothesis.sum, lane: -1, id: UInt32(index)))
    }
    for lane in hypotheses.live.indices where excluded[lane].count < vocabulary {
      let row = logs[lane * vocabulary..<(lane + 1) * vocabulary]
      offer(UnsafeBufferPointer(rebasing: row), lane: lane)
    }
    if places.candidates.isEmpty { offerAnything(vocabulary: vocabulary) }
  }

  private mutating func offer(_ row: UnsafeBufferPointer<Float>, lane: Int) {
    let parent = hypotheses.live[lane]
    switch ranking {
    case .plain:
      places.scan(row, excluding: excluded[lane], after: parent.sum, lane: lane)
    case .filtered:
      fillWindow(parent.node)
      let best = chain.best(
        places.capacity, of: row, excluding: excluded[lane], after: window)
      for candidate in best {
        let sum = parent.sum + Double(candidate.score)
        places.offer(BeamCandidate(rank: sum, sum: sum, lane: Int32(lane), id: candidate.id))
      }
    case .perturbed:
      fillWindow(parent.node)
      chain.apply(row, excluding: excluded[lane], after: window)
      children.offer(
        chain.candidates, after: parent, lane: lane, random: streams[lane], to: &places)
    }
  }

  /// A rank that as many reach as there are places: the first child of each lane has its parent's.
  private func floor(vocabulary: Int, capacity: Int) -> Double {
    guard ranking == .perturbed else { return -.infinity }
    var (floor, count) = (Double.infinity, hypotheses.ended.count)
    for hypothesis in hypotheses.ended { floor = min(floor, hypothesis.rank) }
    for lane in hypotheses.live.indices where excluded[lane].count < vocabulary {
      floor = min(floor, hypotheses.live[lane].rank)
      count += 1
    }
    return count >= capacity ? floor : -.infinity
  }

  private mutating func fillWindow(_ node: Int) {
    guard sampling.penalizes else { return }
    tree.fill(&window, last: sampling.repetitionWindow, to: node, after: recent)
  }

  /// Where nothing has a probability, as in a model whose weights are no longer numbers, the first symbol that may come
  /// does.
  private mutating func offerAnything(vocabulary: Int) {
    guard let lane = excluded.firstIndex(where: { $0.count < vocabulary }) else { return }
    let barred = Set(excluded[lane])
    guard let id = (0..<UInt32(vocabulary)).first(where: { !barred.contains($0) }) else { return }
    places.offer(BeamCandidate(rank: -.infinity, sum: -.infinity, lane: Int32(lane), id: id))
  }
}
