import Glibc

/// What was written.
public struct Generation: Sendable {
  /// Why it ended.
  public enum FinishReason: String, Sendable {
    /// The length was reached, or nothing more may come.
    case length
    /// A stop text came.
    case stop
    /// It was asked to stop.
    case stopped
  }

  /// The text, of whole characters, without the stop text.
  public internal(set) var text = ""
  /// Its symbols.
  public internal(set) var symbols: [UInt32] = []
  /// ln p of each symbol under the model, before any filter.
  public internal(set) var logProbabilities: [Double] = []
  /// The most probable symbols at each place under the model, the most probable first; empty unless asked for.
  public internal(set) var alternatives: [[SymbolChance]] = []
  /// Why it ended.
  public internal(set) var finishReason = FinishReason.length
  /// The stop text that ended it, as it was given.
  public internal(set) var stop: String?

  /// What a beam ranked it by; nil where it was drawn.
  public internal(set) var score: Double?

  /// Sum of ln p of the symbols under the model, before any filter.
  public var logProbability: Double { logProbabilities.reduce(0, +) }

  /// Nothing written.
  public init() {}

  /// Keeps the first `count` symbols.
  mutating func keep(_ count: Int) {
    symbols.removeSubrange(count...)
    logProbabilities.removeSubrange(count...)
    if !alternatives.isEmpty { alternatives.removeSubrange(count...) }
  }
}

/// A symbol, and how likely it is.
public struct SymbolChance: Sendable, Equatable {
  /// The symbol.
  public let id: UInt32
  /// ln p.
  public let logProbability: Double

  /// p.
  public var probability: Double { exp(logProbability) }

  /// A symbol and its ln p.
  public init(id: UInt32, logProbability: Double) {
    self.id = id
    self.logProbability = logProbability
  }

  /// The `count` most probable symbols of a distribution (V), the most probable first, ties to the lower id.
  ///
  /// Cost: one pass, and an insertion for each that is among the best so far.
  static func best(_ count: Int, of logs: UnsafeBufferPointer<Float>) -> [SymbolChance] {
    guard count > 0 else { return [] }
    var best: [(id: Int, log: Float)] = []
    best.reserveCapacity(count + 1)
    for (id, log) in logs.enumerated() {
      guard best.count < count || log > best[best.count - 1].log else { continue }
      var place = best.count
      while place > 0, best[place - 1].log < log { place -= 1 }
      best.insert((id, log), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map { SymbolChance(id: UInt32($0.id), logProbability: Double($0.log)) }
  }
}
