/// Learns a vocabulary of scalars and encodes them in the same pass.
struct ScalarLearner {
  /// The ids: provisional, in order of appearance from 1, until `finish`.
  private(set) var storage = IDStorage(symbolCount: 1)
  private var provisional = ScalarTable()
  /// The scalars by provisional id; id 0 is left to the unknown symbol.
  private var scalars: [UInt32] = [0]
  private var counts: [Int] = [0]
  private var ids: [UInt32] = []

  /// Takes the next scalars.
  mutating func append(_ block: [UInt32]) {
    ids.removeAll(keepingCapacity: true)
    ids.reserveCapacity(block.count)
    for scalar in block {
      var id = provisional[scalar]
      if id == 0 {
        id = UInt32(scalars.count)
        provisional[scalar] = id
        scalars.append(scalar)
        counts.append(0)
      }
      counts[Int(id)] += 1
      ids.append(id)
    }
    storage.widen(to: scalars.count)
    storage.append(ids)
  }

  /// Orders the vocabulary by frequency and gives the ids of the corpus their final values.
  mutating func finish() -> Vocabulary {
    let frequencies = zip(scalars, counts).dropFirst()
    let vocabulary = Vocabulary(frequencies: Dictionary(uniqueKeysWithValues: frequencies))
    var final = scalars.map { vocabulary.id(of: $0) }
    final[0] = Vocabulary.unknownID
    storage.map(by: final)
    storage.trim()
    return vocabulary
  }
}
