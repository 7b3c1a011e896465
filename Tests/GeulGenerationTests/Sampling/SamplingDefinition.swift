import GeulGeneration
import Glibc

/// What the filters leave of a distribution, worked out plainly in Double: every filter sorts all symbols and
/// divides by their sum.
struct SamplingDefinition {
  /// Symbols that are left, ascending.
  private(set) var ids: [Int]
  /// Their penalised ln p.
  private(set) var scores: [Double]
  /// Their probabilities.
  private(set) var probabilities: [Double]
  /// Whether no decision was as close as rounding in Float might turn it. Symbols that tie exactly are clear.
  private(set) var isClear = true

  init(
    _ settings: SamplingSettings, _ logs: [Float], excluding excluded: [UInt32] = [],
    after recent: [UInt32] = []
  ) {
    let lately = Set(recent.suffix(settings.repetitionWindow))
    ids = logs.indices.filter { logs[$0] > -.infinity && !excluded.contains(UInt32($0)) }
    scores = ids.map {
      Double(logs[$0]) * (lately.contains(UInt32($0)) ? settings.repetitionPenalty : 1)
    }
    let most = scores.max() ?? 0
    let exponents = scores.map { ($0 - most) / settings.temperature }
    probabilities = exponents.map(exp)
    isClear = !exponents.contains { abs($0 + 87) < 1e-3 }
    if let k = settings.topK, k < ids.count { keep(by: scores, sum: Double(k), of: nil) }
    keep(probabilities.map { $0 >= exp(-87) })
    renormalize()
    if let topP = settings.topP, topP < 1 { keep(by: probabilities, sum: topP, of: probabilities) }
    renormalize()
    if let minP = settings.minP {
      let least = minP * (probabilities.max() ?? 0)
      if probabilities.contains(where: { abs($0 - least) < 1e-5 * least }) { isClear = false }
      keep(probabilities.map { $0 >= least })
    }
    renormalize()
    if let typical = settings.typical, typical < 1 {
      let entropy = probabilities.reduce(0) { $0 - $1 * log($1) }
      let nearness = probabilities.map { -abs(-log($0) - entropy) }
      keep(by: nearness, sum: typical, of: probabilities)
    }
    renormalize()
  }

  /// Keeps the first in descending order of `keys`, ties by id, whose masses, or number, sum to `target`.
  private mutating func keep(by keys: [Double], sum target: Double, of masses: [Double]?) {
    let order = ids.indices.sorted { (keys[$1], $0) < (keys[$0], $1) }
    var (sum, kept) = (0.0, Set<Int>())
    for place in order {
      if masses != nil, abs(sum - target) < 1e-6 { isClear = false }
      if sum >= target { break }
      sum += masses?[place] ?? 1
      kept.insert(place)
    }
    if let next = order.dropFirst(kept.count).first, let last = order.prefix(kept.count).last {
      let gap = keys[last] - keys[next]
      let isTie = scores[last] == scores[next]
      if !isTie && gap < 3e-6 * max(abs(keys[last]), 1e-12) { isClear = false }
    }
    keep(ids.indices.map(kept.contains))
  }

  private mutating func keep(_ isKept: [Bool]) {
    let kept = ids.indices.filter { isKept[$0] }
    (ids, scores, probabilities) = (
      kept.map { ids[$0] }, kept.map { scores[$0] }, kept.map { probabilities[$0] }
    )
  }

  private mutating func renormalize() {
    let total = probabilities.reduce(0, +)
    probabilities = probabilities.map { $0 / total }
  }
}
