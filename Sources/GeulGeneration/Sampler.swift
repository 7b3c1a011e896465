import GeulCompute

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the next symbol is chosen from the model's distribution.
public struct SamplingSettings: Sendable, Equatable {
  /// Divides log-probabilities before drawing: below 1 bolder, above 1 wilder; 0 takes the most probable.
  public var temperature: Double
  /// Draws among this many most probable symbols; nil among all.
  public var topK: Int?

  /// Settings; `flaw` says whether they make sense.
  public init(temperature: Double = 0.8, topK: Int? = nil) {
    self.temperature = temperature
    self.topK = topK
  }

  /// What is wrong with them, or nil.
  public var flaw: String? {
    if !(temperature >= 0 && temperature <= 100) {
      return "temperature must be from 0 to 100, not \(temperature)"
    }
    if let topK, topK < 1 { return "top-k must be at least 1, not \(topK)" }
    return nil
  }
}

/// Draws symbols from distributions.
///
/// The filters apply in this order: symbols that may not come are left out, top-k, temperature.
public struct Sampler: Sendable {
  /// How symbols are chosen.
  public let settings: SamplingSettings
  /// Symbols that are never chosen, such as the one for the unknown.
  public let excluded: Set<UInt32>
  private var random: RandomStream
  private var candidates: [(id: Int, logProbability: Float)] = []

  /// A sampler that draws from `random`.
  public init(_ settings: SamplingSettings, random: RandomStream, excluding: Set<UInt32> = []) {
    if let flaw = settings.flaw { preconditionFailure(flaw) }
    self.settings = settings
    self.random = random
    excluded = excluding
  }

  /// Chooses a symbol given ln p of each (V); ties go to the lower id. Cost: O(V log V).
  ///
  /// Where no symbol has a probability, as in a model whose weights are no longer numbers, it is the
  /// first that may come.
  public mutating func choose(_ logProbabilities: UnsafeBufferPointer<Float>) -> UInt32 {
    guard let best = mostProbable(logProbabilities) else {
      return firstAllowed(logProbabilities.count)
    }
    if settings.temperature == 0 { return best }
    candidates.removeAll(keepingCapacity: true)
    for (id, logProbability) in logProbabilities.enumerated()
    where excluded.isEmpty || !excluded.contains(UInt32(id)) {
      candidates.append((id, logProbability))
    }
    if let k = settings.topK, k < candidates.count { keepMostProbable(k) }
    return draw(most: logProbabilities[Int(best)])
  }

  private func mostProbable(_ logs: UnsafeBufferPointer<Float>) -> UInt32? {
    var best: (id: UInt32?, value: Float) = (nil, -.infinity)
    for (id, value) in logs.enumerated()
    where value > best.value && !excluded.contains(UInt32(id)) {
      best = (UInt32(id), value)
    }
    return best.id
  }

  private func firstAllowed(_ count: Int) -> UInt32 {
    guard let id = (0..<UInt32(count)).first(where: { !excluded.contains($0) }) else {
      preconditionFailure("all \(count) symbols are excluded; at least 1 must remain")
    }
    return id
  }

  /// Keeps the k most probable candidates: those above the k-th value, then ties by id.
  private mutating func keepMostProbable(_ k: Int) {
    candidates.sort {
      $0.logProbability != $1.logProbability ? $0.logProbability > $1.logProbability : $0.id < $1.id
    }
    candidates.removeLast(candidates.count - k)
  }

  private mutating func draw(most: Float) -> UInt32 {
    var total = 0.0
    for candidate in candidates { total += weight(candidate.logProbability, most: most) }
    // Below the total even when rounded, so that the sum which exceeds it is of a weight above 0.
    let target = min(random.uniform() * total, total.nextDown)
    var sum = 0.0
    var place = 0
    for candidate in candidates.dropLast() {
      sum += weight(candidate.logProbability, most: most)
      if sum > target { break }
      place += 1
    }
    return UInt32(candidates[place].id)
  }

  /// A division by the temperature: the inverse of the smallest is infinite.
  private func weight(_ logProbability: Float, most: Float) -> Double {
    exp(Double(logProbability - most) / settings.temperature)
  }
}
