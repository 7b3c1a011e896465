import Foundation

/// A model's errors on a text, taken away one reason after the other.
///
/// An error is a symbol that was given less than one half, so that all others together were thought likelier.
public struct ErrorLadder: Sendable, Equatable {
  /// A reason.
  public struct Step: Sendable, Equatable {
    /// Which.
    public let rung: ErrorRung
    /// Errors that it explains and no reason before it.
    public let errors: Int
    /// Errors that are left behind it.
    public let remaining: Int
  }

  /// The symbols of one kind, or the rare ones of any.
  public struct Class: Sendable, Equatable {
    /// Nil of the rare ones.
    public let kind: SymbolKind?
    /// Its symbols.
    public let symbols: Int
    /// The errors among them.
    public let errors: Int
    /// What all of them cost.
    public let nats: Double
  }

  /// Symbols that were scored.
  public let symbols: Int
  /// Errors among them.
  public let errors: Int
  /// In the order in which errors are taken away.
  public let steps: [Step]
  /// Kinds that stand in the text, then the symbols that are rare in the training text, which are of those kinds, too.
  public let classes: [Class]

  /// p below which a symbol is an error.
  public static let threshold = 0.5
  /// p from which on an error is but a little short.
  public static let boost = 0.4
  static let thresholdNats = -log(threshold)
  static let boostedNats = -log(boost)

  /// Whether a loss is that of an error.
  public static func isError(_ nats: Float) -> Bool { Double(nats) > thresholdNats }

  /// The ladder of a model's losses.
  public init(_ reasons: ErrorReasons, nats: [Float]) {
    precondition(nats.count == reasons.kinds.count, "\(nats.count) of \(reasons.kinds.count)")
    var counts: [ErrorRung: Int] = [:]
    for (place, cost) in nats.enumerated() where Self.isError(cost) {
      counts[reasons.rung(at: place, nats: cost), default: 0] += 1
    }
    symbols = nats.count
    let errors = counts.values.reduce(0, +)
    self.errors = errors
    var remaining = errors
    steps = ErrorRung.allCases.map { rung in
      remaining -= counts[rung] ?? 0
      return Step(rung: rung, errors: counts[rung] ?? 0, remaining: remaining)
    }
    func found(_ kind: SymbolKind?, _ belongs: (Int) -> Bool) -> Class? {
      let places = nats.indices.filter(belongs)
      guard !places.isEmpty else { return nil }
      return Class(
        kind: kind, symbols: places.count, errors: places.count { Self.isError(nats[$0]) },
        nats: places.reduce(0) { $0 + Double(nats[$1]) })
    }
    classes =
      SymbolKind.allCases.compactMap { kind in found(kind) { reasons.kinds[$0] == kind } }
      + [found(nil) { reasons.isRare[$0] }].compactMap { $0 }
  }
}
