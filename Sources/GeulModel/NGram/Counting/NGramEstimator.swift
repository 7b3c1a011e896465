import GeulCompute
import GeulStorage
import Glibc

/// Makes probabilities of counts.
struct NGramEstimator {
  let configuration: NGramConfiguration
  let trie: CountedTrie
  let links: SuffixLinks
  let folder: String
  let pool: WorkerPool

  /// Probabilities and factors of one level.
  private struct Estimates {
    /// p of each n-gram of the level, at last ln p.
    let probabilities: ScratchArray<Float>
    /// ln γ of each context whose continuations the level holds.
    let logBackoffs: ScratchArray<Float>
  }

  /// The tables, and how many symbols of context had fixed discounts.
  func tables(
    startingWith first: [UInt32], progress: () throws -> Void
  ) throws -> (NGramTables, fallbacks: [Int]) {
    if configuration.smoothing == .kneserNey { countNeighbours(startingWith: first) }
    var estimates: [Estimates] = []
    var fallbacks: [Int] = []
    for index in trie.levels.indices {
      try progress()
      let discounts = configuration.smoothing == .kneserNey ? self.discounts(index) : nil
      if discounts?.isFallback == true { fallbacks.append(index) }
      estimates.append(try estimate(index, discounts, below: estimates.last))
      if index > 0 { takeLogarithms(estimates[index - 1].probabilities) }
    }
    if let last = estimates.last { takeLogarithms(last.probabilities) }
    return (tables(of: estimates), fallbacks)
  }

  /// Makes the count of every n-gram but the longest that of the different symbols seen before it, the text's beginning
  /// among them.
  private func countNeighbours(startingWith first: [UInt32]) {
    for (index, level) in trie.levels.dropLast().enumerated() {
      let counts = level.counts.elements
      counts.update(repeating: 0, count: level.count)
      let links = links.levels[index]
      for place in 0..<links.count { counts[Int(links.elements[place])] += 1 }
    }
    var context = 0
    for (index, symbol) in first.prefix(configuration.order).enumerated() {
      let symbols = trie.levels[index].symbols.elements
      guard
        let place = trie.continuations(index, of: context).first(where: { symbols[$0] == symbol })
      else { return }
      trie.levels[index].counts.elements[place] += 1
      context = place
    }
  }

  private func discounts(_ index: Int) -> Discounts {
    var countsOfCounts = [0, 0, 0, 0]
    let level = trie.levels[index]
    for place in 0..<level.count {
      let count = level.counts.elements[place]
      if count >= 1 && count <= 4 { countsOfCounts[Int(count) - 1] += 1 }
    }
    return Discounts(countsOfCounts: countsOfCounts)
  }

  /// p of level `index` from those of the level below it: p = (c - D) / Z + γ p′.
  private func estimate(
    _ index: Int, _ discounts: Discounts?, below: Estimates?
  ) throws(StorageError) -> Estimates {
    let result = Estimates(
      probabilities: try ScratchArray(zeros: trie.levels[index].count, in: folder),
      logBackoffs: try ScratchArray(zeros: trie.contextCount(index), in: folder))
    let counts = trie.levels[index].counts.elements
    let shorter =
      index > 0 && configuration.smoothing.interpolates ? links.levels[index - 1].elements : nil
    let uniform = 1 / Double(configuration.vocabulary)
    pool.run { worker in
      for context in worker.share(of: trie.contextCount(index)) {
        let places = trie.continuations(index, of: context)
        let (total, backoff) = weigh(places, counts, discounts)
        result.logBackoffs.elements[context] = Float(log(backoff))
        for place in places {
          var p = uniform
          if let shorter, let below {
            p = Double(below.probabilities.elements[Int(shorter[place])])
          }
          let kept = mass(counts[place], discounts) / total + backoff * p
          result.probabilities.elements[place] = Float(kept)
        }
      }
    }
    return result
  }

  /// What is left of a count.
  private func mass(_ count: UInt32, _ discounts: Discounts?) -> Double {
    Double(count) - (discounts?.of(count) ?? 0)
  }

  /// Z, by which the counts of a context are divided, and γ, the part of the distribution that is given to what is below.
  private func weigh(
    _ places: Range<Int>, _ counts: UnsafeMutablePointer<UInt32>, _ discounts: Discounts?
  ) -> (total: Double, backoff: Double) {
    // What only the text's end has followed by nothing says nothing.
    if places.isEmpty { return (1, 1) }
    var (total, taken) = (0.0, 0.0)
    for place in places {
      total += Double(counts[place])
      taken += discounts?.of(counts[place]) ?? 0
    }
    switch configuration.smoothing {
    case .kneserNey: return (total, taken / total)
    case .wittenBell:
      let kinds = Double(places.count)
      return (total + kinds, kinds / (total + kinds))
    case .addK:
      let added = configuration.pseudocount * Double(configuration.vocabulary)
      return (total + added, added / (total + added))
    }
  }

  private func takeLogarithms(_ probabilities: ScratchArray<Float>) {
    pool.run { worker in
      for place in worker.share(of: probabilities.count) {
        probabilities.elements[place] = log(probabilities.elements[place])
      }
    }
  }

  private func tables(of estimates: [Estimates]) -> NGramTables {
    var owners: [AnyObject] = []
    var levels: [NGramLevel] = []
    for (index, level) in trie.levels.enumerated() {
      let backoffs = index + 1 < estimates.count ? estimates[index + 1].logBackoffs : nil
      owners += [level.symbols, estimates[index].probabilities]
      if let backoffs { owners += [level.children, backoffs] as [AnyObject] }
      levels.append(
        NGramLevel(
          count: level.count, symbols: level.symbols.elements,
          logProbabilities: estimates[index].probabilities.elements,
          logBackoffs: backoffs.map { UnsafePointer($0.elements) },
          children: backoffs == nil ? nil : UnsafePointer(level.children.elements)))
    }
    return NGramTables(
      levels: levels, rootLogBackoff: estimates[0].logBackoffs.elements[0],
      vocabulary: configuration.vocabulary, owners: owners)
  }
}
