import Foundation
import GeulCompute
import GeulModel
import GeulText
import GeulWork

/// How one recurrence's gradients go back through time, before and after some training.
public struct VanishingResult: Sendable, Equatable {
  /// The recurrence.
  public let variant: RecurrenceVariant
  /// ‖∂L_t / ∂h_{t-k}‖ by the lag k, mean over places, at the start.
  public let start: [Double]
  /// The same after training.
  public let trained: [Double]
  /// The training between.
  public let training: ShortTraining

  /// What a curve does with the lag.
  public enum Course: String, Sendable {
    case vanishes, holds, explodes
    /// Numbers beyond those of 32 bits.
    case overflows
  }

  /// Symbols read before each place: few, since what explodes does so from the first symbol on.
  private static let warmUp = 20
  /// The change at each step within which a curve is said to hold.
  private static let tolerance = 0.01

  /// By what factor a curve changes at each step back between lag 10 and 100, or to where it has sunk to nothing; nil where
  /// it is not finite.
  public static func factor(_ curve: [Double]) -> Double? {
    let first = min(10, curve.count / 4)
    let last = curve.indices.last { $0 > first && $0 <= 100 && curve[$0] > 1e-30 } ?? first + 1
    guard last < curve.count, curve[first...last].allSatisfy(\.isFinite) else { return nil }
    guard curve[first] > 0, curve[last] > 0 else { return 0 }
    return exp((log(curve[last]) - log(curve[first])) / Double(last - first))
  }

  /// What a curve does.
  public static func course(_ curve: [Double]) -> Course {
    guard let factor = factor(curve) else { return .overflows }
    return factor < 1 - tolerance ? .vanishes : factor > 1 + tolerance ? .explodes : .holds
  }

  /// The experiment on a text: a new model of `hidden` units, `steps` steps of training on one part of it, and curves over
  /// `lags` on the other.
  ///
  /// Throws `WorkStopped` or `StorageError`.
  public init(
    _ variant: RecurrenceVariant, hidden: Int, tokens: TokenSequence, vocabulary: Int, lags: Int,
    places: Int = 32, steps: Int, seed: UInt64, pool: WorkerPool,
    stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws {
    let model = variant.makeModel(vocabulary: vocabulary, hidden: hidden, seed: seed)
    let watched = tokens.count - Self.watchedCount(tokens.count, lags: lags)..<tokens.count
    func curve() throws -> [Double] {
      try GradientFlow(
        model, tokens, range: watched, lags: lags, places: places, warmUp: Self.warmUp, pool: pool,
        stop: stop
      ).curves[0].mean
    }
    let start = try curve()
    let training = try ShortTraining(
      model, tokens, range: 0..<watched.lowerBound, steps: steps, pool: pool, stop: stop,
      progress: progress)
    self.init(variant: variant, start: start, trained: try curve(), training: training)
  }

  /// What was found before.
  package init(
    variant: RecurrenceVariant, start: [Double], trained: [Double], training: ShortTraining
  ) {
    (self.variant, self.start, self.trained) = (variant, start, trained)
    self.training = training
  }

  /// The fewest symbols of a text for so many lags.
  public static func fewestSymbols(lags: Int) -> Int { 4 * (lags + warmUp + 2) }

  /// The last tenth of a text, or what so many lags need.
  private static func watchedCount(_ symbols: Int, lags: Int) -> Int {
    max(symbols / 10, 2 * (lags + warmUp + 2))
  }
}
