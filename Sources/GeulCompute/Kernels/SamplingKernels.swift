import CKernels

/// Weights, cuts and draws over the candidates of one distribution.
///
/// Arrays are padded to whole blocks of `block`, with scores of -infinity and weights of 0. Where candidates have no
/// ids of their own, the place is the id. The same values give the same bits, whatever the threads.
package enum SamplingKernels {
  /// Candidates of a block.
  package static let block = Int(GEUL_SAMPLING_BLOCK)

  /// `count`, rounded up to whole blocks.
  package static func padded(_ count: Int) -> Int { (count + block - 1) / block * block }

  /// Buffers in which cuts are sought.
  package struct Workspace: Sendable {
    fileprivate var values: [Float] = []
    fileprivate var masses: [Float] = []
    fileprivate var maxima: [Float] = []

    /// Empty buffers.
    package init() {}

    /// Makes room for `count` candidates.
    package mutating func reserve(_ count: Int) {
      guard values.count < count else { return }
      values = [Float](repeating: 0, count: count + 16)
      masses = values
      maxima = [Float](repeating: 0, count: count / block + 16)
    }
  }

  /// scores: ln p, but -infinity where that is no number.
  package static func clean(_ logs: UnsafeBufferPointer<Float>, into scores: inout [Float]) {
    precondition(
      scores.count >= padded(logs.count), "\(logs.count) symbols in a buffer of \(scores.count)")
    guard let first = logs.baseAddress else { return }
    geul_clean_scores(logs.count, first, &scores)
  }

  /// scores: -infinity for each of `ids` that is below `count`.
  package static func exclude(_ ids: [UInt32], from scores: inout [Float], count: Int) {
    // One look at who holds the array, not one for each id.
    scores.withUnsafeMutableBufferPointer { scores in
      for id in ids where Int(id) < count { scores[Int(id)] = -.infinity }
    }
  }

  /// The greatest of the first `count` scores; the workspace holds that of each block then.
  package static func greatest(_ scores: [Float], count: Int, _ work: inout Workspace) -> Float {
    geul_block_maxima(padded(count), scores, &work.maxima)
  }

  /// weights = e^x, x = (score - most) · scale, but 0 where x < -87; returns their sum.
  package static func weigh(
    _ scores: [Float], count: Int, most: Float, scale: Float, into weights: inout [Float]
  ) -> Double {
    geul_sampling_weights(padded(count), most, scale, scores, &weights)
  }

  /// Keeps the `k` highest of `count` scores, ties by place, and moves them to the front with their ids, which are
  /// the places unless `numbered`; returns how many. After `greatest`. Cost: O(count), less where k is small.
  package static func keepHighest(
    _ k: Int, count: Int, numbered: Bool, scores: inout [Float], ids: inout [UInt32],
    _ work: inout Workspace
  ) -> Int {
    let blocks = padded(count) / block
    // k blocks have a score as high as the k-th highest maximum, so no lower one is among the k highest.
    var least = -Float.infinity
    if k < blocks {
      let cut = geul_find_cut(blocks, work.maxima, nil, Double(k), &work.values, nil)
      least = cut.value
    }
    let found = geul_gather_scores(
      padded(count), least, work.maxima, numbered, &scores, &ids)
    guard found > k else { return found }
    let cut = geul_find_cut(found, scores, nil, Double(k), &work.values, nil)
    return geul_keep_highest(found, cut, k, &scores, &ids)
  }

  /// Keeps the fewest of the greatest weights that sum to `target`, ties by place: the others become 0. Returns what
  /// they sum to. Cost: O(count) on average.
  package static func keepGreatest(
    reaching target: Double, weights: inout [Float], count: Int, _ work: inout Workspace
  ) -> Double {
    let cut = geul_find_cut(
      padded(count), weights, weights, target, &work.values, &work.masses)
    return apply(cut, target: target, to: &weights, count: count)
  }

  /// Keeps the weights of at least `least`; returns what they sum to.
  package static func keep(atLeast least: Float, weights: inout [Float], count: Int) -> Double {
    apply(geul_cut(value: least, above: 0), target: .infinity, to: &weights, count: count)
  }

  private static func apply(
    _ cut: geul_cut, target: Double, to weights: inout [Float], count: Int
  ) -> Double {
    weights.withUnsafeMutableBufferPointer { weights in
      guard let first = weights.baseAddress else { return 0 }
      return geul_apply_cut(padded(count), cut, target, first, first)
    }
  }

  /// Keeps the fewest weights that sum to `target`, taken in the order of |x - mean x|, x as in `weigh`: the surprisal
  /// -ln p is ln Σ e^x - x, and its mean the entropy, so that their difference is that of x and its mean. Returns what
  /// they sum to. Cost: O(count) on average.
  package static func keepTypical(
    reaching target: Double, scores: [Float], most: Float, scale: Float, weights: inout [Float],
    count: Int, typicalities: inout [Float], _ work: inout Workspace
  ) -> Double {
    let size = padded(count)
    let mean = geul_mean_exponent(size, most, scale, scores, weights)
    geul_typicalities(size, most, scale, Float(mean), scores, weights, &typicalities)
    let cut = geul_find_cut(size, typicalities, weights, target, &work.values, &work.masses)
    return geul_apply_cut(size, cut, target, typicalities, &weights)
  }

  /// Scores become -infinity where the weight is 0.
  package static func mask(_ scores: inout [Float], where weights: [Float], count: Int) {
    geul_mask_scores(padded(count), weights, &scores)
  }

  /// sums: those of the weights up to the end of each block; returns the last, that of all.
  package static func sum(_ weights: [Float], count: Int, into sums: inout [Double]) -> Double {
    geul_block_sums(padded(count), weights, &sums)
  }

  /// The first place up to which the weights sum to more than `target`, with the sums that `sum` made; the last whose
  /// weight is above 0 where none does, and nil if there is none. Cost: O(log count).
  package static func draw(
    _ weights: [Float], count: Int, sums: [Double], target: Double
  ) -> Int? {
    guard count > 0 else { return nil }
    let size = padded(count)
    let total = sums[size / block - 1]
    guard total > 0 else { return nil }
    // The product of a number below 1 and the total may be rounded up to the total.
    let index = geul_draw_index(size, weights, sums, min(target, total.nextDown))
    return index < 0 ? nil : index
  }
}
