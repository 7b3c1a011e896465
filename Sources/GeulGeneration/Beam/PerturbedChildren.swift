import GeulCompute
import Glibc

/// The continuations of a hypothesis in the order of their perturbed log-probabilities.
///
/// Kool, van Hoof and Welling 2019 (Stochastic Beams and Where to Find Them, section 4.1) perturb φ of every child by
/// Gumbel noise, and shift the maximum to the parent's G. Here the children come one by one, highest first, and no
/// further than a place can be had, as in the top-down construction of Maddison, Tarlow and Minka 2014 (A* Sampling):
/// the first has the parent's G and is a draw from q; the maximum of those left, of which R is the sum of q, is a
/// Gumbel number with location μ = φ + ln R that is cut off above at the value G before it,
///
///     G' = μ − ln(exp(μ − G) − ln u),   u uniform in (0, 1],
///
/// and is at a draw from q among them. The law is the same, and G − φ of what is kept is never so low that the
/// exponential would overflow.
struct PerturbedChildren {
  /// (candidates): q of those that have not come yet, 0 for those that have.
  private var weights: [Double] = []

  /// Offers the children of `parent` that `candidates` are, with the random numbers of `random`.
  mutating func offer(
    _ candidates: [SymbolChance], after parent: Hypothesis, lane: Int, random: RandomStream,
    to places: inout BeamPlaces
  ) {
    weights.removeAll(keepingCapacity: true)
    for candidate in candidates { weights.append(candidate.probability) }
    var random = random
    let total = sumOfWeights()
    var (rest, value) = (total, parent.rank)
    while rest > 0 {
      let index = draw(random.uniform() * rest)
      places.offer(
        BeamCandidate(
          rank: value, sum: parent.sum + candidates[index].logProbability, lane: Int32(lane),
          id: candidates[index].id))
      weights[index] = 0
      rest = sumOfWeights()
      let location = parent.sum + log(rest / total)
      value = min(value, location - log(exp(location - value) - log(1 - random.uniform())))
      guard value > places.bound else { return }
    }
  }

  private func sumOfWeights() -> Double { weights.reduce(0, +) }

  /// The first index up to which the weights sum to more than `target`.
  private func draw(_ target: Double) -> Int {
    var (sum, last) = (0.0, 0)
    for (index, weight) in weights.enumerated() where weight > 0 {
      sum += weight
      last = index
      if sum > target { break }
    }
    return last
  }
}
