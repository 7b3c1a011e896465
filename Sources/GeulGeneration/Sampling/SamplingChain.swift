import GeulCompute
import Glibc

/// The filters of some settings, which turn a model's distribution into the one that symbols are drawn from.
///
/// In this order, each on what the ones before it left, with probabilities of sum 1 again:
/// 1. excluded symbols are left out;
/// 2. repetition penalty: ln p · penalty for each symbol of the window, once however often it occurs there;
/// 3. temperature: ln p / temperature;
/// 4. top-k: the k highest;
/// 5. top-p: the fewest of the most probable whose sum is at least p;
/// 6. min-p: those at least p times as probable as the most probable;
/// 7. typical: the fewest whose sum is at least p, nearest first by |-ln p - H|, H the entropy of what is left.
///
/// Ties go to the lower id, at least one symbol stays, and 1 as a sum keeps all. A symbol less than e⁻⁸⁷ times as
/// probable as the most probable counts as impossible. Temperature 0 leaves the most probable after step 2 alone.
/// Holds no randomness: the same row and settings leave the same bits, whatever the threads.
public struct SamplingChain: Sendable {
  /// The filters' settings.
  public let settings: SamplingSettings

  /// Candidates in the arrays below, ascending by id, those of weight 0 included.
  private var count = 0
  /// Whether candidates have their ids in `ids`; else place and id are one.
  private var isNumbered = false
  private var ids: [UInt32] = []
  /// ln p with the repetition penalty; -infinity where a symbol may not come.
  private var scores: [Float] = []
  /// e^((score - most) · scale), or 0 for what was filtered out.
  private var weights: [Float] = []
  private var total = 0.0
  /// Of the weights, up to the end of each block; for draws.
  private var sums: [Double] = []
  private var most = -Float.infinity
  private var scale: Float = 1
  private var typicalities: [Float] = []
  private var workspace = SamplingKernels.Workspace()

  /// A chain that has been applied to nothing. Stops the program if `settings` has a flaw.
  public init(_ settings: SamplingSettings) {
    if let flaw = settings.flaw { preconditionFailure(flaw) }
    self.settings = settings
  }

  /// Whether no symbol has a probability: nothing was applied, everything is excluded, or no ln p is a number.
  public var isEmpty: Bool { count == 0 }

  /// Applies all filters to ln p of each symbol (V); `recent` ends with the latest symbol. Cost: O(V) on average.
  public mutating func apply(
    _ logProbabilities: UnsafeBufferPointer<Float>, excluding excluded: [UInt32] = [],
    after recent: [UInt32] = []
  ) {
    load(logProbabilities, excluding: excluded, after: recent)
    if settings.temperature == 0 {
      keepHighest(1)
      weigh(temperature: 1)
    } else {
      filter(temperature: settings.temperature)
    }
    total = SamplingKernels.sum(weights, count: count, into: &sums)
  }

  /// The `count` highest scores among what the filters leave, highest first, ties to the lower id; at temperature 0
  /// the filters apply as at temperature 1. The chain holds these candidates then.
  ///
  /// Probabilities are relative to those that are returned. Cost: O(V); one pass where no filter is on.
  public mutating func best(
    _ count: Int, of logProbabilities: UnsafeBufferPointer<Float>,
    excluding excluded: [UInt32] = [], after recent: [UInt32] = []
  ) -> [SymbolChance] {
    precondition(count >= 1, "the best \(count) candidates were asked for, not at least 1")
    let temperature = settings.temperature == 0 ? 1 : settings.temperature
    load(logProbabilities, excluding: excluded, after: recent)
    if settings.filters {
      filter(temperature: temperature)
      SamplingKernels.mask(&scores, where: weights, count: self.count)
      _ = SamplingKernels.greatest(scores, count: self.count, &workspace)
    }
    keepHighest(count)
    weigh(temperature: temperature)
    return candidates.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
  }

  /// What may come, ascending by id. Cost: O(V) in time and memory.
  public var candidates: [SymbolChance] {
    let logTotal = log(total)
    return (0..<count).compactMap { place in
      guard weights[place] > 0 else { return nil }
      return SymbolChance(
        id: isNumbered ? ids[place] : UInt32(place), score: scores[place],
        probability: Double(weights[place]) / total,
        logProbability: Double((scores[place] - most) * scale) - logTotal)
    }
  }

  /// The candidate at which the probabilities, summed in the order of ids, exceed `uniform`, a number in [0, 1); nil
  /// if there is none. After `apply`. Cost: O(log V).
  public func draw(_ uniform: Double) -> UInt32? {
    guard
      let place = SamplingKernels.draw(
        weights, count: count, sums: sums, target: uniform * total)
    else { return nil }
    return isNumbered ? ids[place] : UInt32(place)
  }

  /// Scores of the symbols that may come, with the repetition penalty.
  private mutating func load(
    _ logs: UnsafeBufferPointer<Float>, excluding excluded: [UInt32], after recent: [UInt32]
  ) {
    reserve(logs.count)
    (count, isNumbered) = (logs.count, false)
    SamplingKernels.clean(logs, into: &scores)
    if settings.penalizes {
      let penalty = Float(settings.repetitionPenalty)
      // From the model's own ln p, so that a symbol that comes twice is penalised once.
      for id in recent.suffix(settings.repetitionWindow) where Int(id) < count {
        let score = logs[Int(id)] * penalty
        scores[Int(id)] = score < .infinity ? score : -.infinity
      }
    }
    SamplingKernels.exclude(excluded, from: &scores, count: count)
    most = SamplingKernels.greatest(scores, count: count, &workspace)
    if most == -.infinity { count = 0 }
  }

  private mutating func reserve(_ symbols: Int) {
    let size = SamplingKernels.padded(symbols)
    guard scores.count < size else { return }
    scores = [Float](repeating: -.infinity, count: size)
    weights = [Float](repeating: 0, count: size)
    typicalities = weights
    sums = [Double](repeating: 0, count: size / SamplingKernels.block)
    ids = [UInt32](repeating: 0, count: size)
    workspace.reserve(size)
  }

  /// Steps 3 to 7; after `load`.
  private mutating func filter(temperature: Double) {
    // The order is the same at every temperature, so that what is left out need not be weighed.
    if let k = settings.topK { keepHighest(k) }
    weigh(temperature: temperature)
    if count == 0 { return }
    if let topP = settings.activeTopP {
      total = SamplingKernels.keepGreatest(
        reaching: topP * total, weights: &weights, count: count, &workspace)
    }
    if let minP = settings.activeMinP {
      // The most probable weighs 1.
      let least = Float(minP)
      total = SamplingKernels.keep(
        atLeast: Double(least) < minP ? least.nextUp : least, weights: &weights, count: count)
    }
    if let typical = settings.activeTypical {
      total = SamplingKernels.keepTypical(
        reaching: typical * total, scores: scores, most: most, scale: scale, weights: &weights,
        count: count, typicalities: &typicalities, &workspace)
    }
  }

  private mutating func keepHighest(_ k: Int) {
    guard k < count else { return }
    count = SamplingKernels.keepHighest(
      k, count: count, numbered: isNumbered, scores: &scores, ids: &ids, &workspace)
    isNumbered = true
  }

  private mutating func weigh(temperature: Double) {
    // The inverse of the smallest temperatures is infinite, and 0 times that no number.
    scale = Float(min(1 / temperature, Double(Float.greatestFiniteMagnitude)))
    total = SamplingKernels.weigh(
      scores, count: count, most: most, scale: scale, into: &weights)
  }
}
