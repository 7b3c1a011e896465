extension BeamRun {
  /// Makes the hypotheses that have a place; false, with nothing changed, if places stayed free because several spell
  /// the same text while there may be others.
  mutating func select(_ logs: UnsafeBufferPointer<Float>, vocabulary: Int) -> Bool {
    places.sort()
    next.removeAll()
    identities.removeAll(keepingCapacity: true)
    countShares()
    let nodes = tree.count
    for candidate in places.candidates where next.count < settings.width {
      if candidate.hasEnded {
        keep(Int(candidate.id))
      } else {
        let index = Int(candidate.lane) * vocabulary + Int(candidate.id)
        follow(candidate, logProbability: logs[index])
      }
    }
    if next.count < settings.width && places.isFull {
      tree.removeLast(tree.count - nodes)
      return false
    }
    swap(&hypotheses, &next)
    return true
  }

  private mutating func countShares() {
    guard !merges else { return }
    shares.removeAll(keepingCapacity: true)
    shares.append(contentsOf: repeatElement(0, count: hypotheses.live.count))
    for candidate in places.candidates where !candidate.hasEnded {
      shares[Int(candidate.lane)] += 1
    }
  }

  private mutating func keep(_ index: Int) {
    guard isNew(hypotheses.endedTexts[index].text, hasEnded: true) else { return }
    next.ended.append(hypotheses.ended[index])
    next.endedTexts.append(hypotheses.endedTexts[index])
  }

  private mutating func follow(_ candidate: BeamCandidate, logProbability: Float) {
    let lane = Int(candidate.lane)
    guard var text = takeText(lane) else { return }
    let hasEnded = text.push(candidate.id)
    guard isNew(text, hasEnded: hasEnded) else { return }
    let parent = hypotheses.live[lane]
    var hypothesis = Hypothesis(
      rank: candidate.rank, sum: candidate.sum,
      node: tree.append(candidate.id, logProbability, after: parent.node),
      length: parent.length + 1, source: lane)
    if hasEnded {
      hypothesis.ending = endings
      endings += 1
      next.ended.append(hypothesis)
      next.endedTexts.append((text, .stop))
    } else {
      next.live.append(hypothesis)
      next.texts.append(text)
    }
  }

  /// The text of a lane for one of its children: the last child gets the lane's own, so that it need not be copied
  /// when it grows.
  private mutating func takeText(_ lane: Int) -> Text? {
    guard !merges else { return hypotheses.texts[lane] }
    shares[lane] -= 1
    return shares[lane] == 0 ? hypotheses.texts[lane].take() : hypotheses.texts[lane]
  }

  private mutating func isNew(_ text: Text, hasEnded: Bool) -> Bool {
    guard merges, let key = text.mergeKey else { return true }
    return identities.insert(Identity(key: key, hasEnded: hasEnded)).inserted
  }
}
