import Glibc

/// How the learning rate moves over a run.
public enum ScheduleKind: String, Sendable, Codable, CaseIterable {
  case constant
  /// Half a cosine from the full rate down to a twentieth of it (Loshchilov and Hutter 2017).
  case cosine
  /// Halved after each tenth of the run, from the middle on.
  case step
  /// The full rate for ``LearningRateSchedule/stableShare`` of the run, then in a line to zero: warm-up, stable, decay (Hu
  /// et al. 2024, arXiv 2404.06395). A run that is given more time goes back to the full rate.
  case wsd
  /// Halved whenever the validation loss has not improved for `plateauPatience` evaluations.
  case plateau
}

/// The learning rate as a function of how far the run has come.
public struct LearningRateSchedule: Sendable, Equatable {
  /// The form.
  public let kind: ScheduleKind
  /// The rate at full height.
  public let rate: Double
  /// Steps over which the rate climbs from zero.
  public let warmUp: Int

  /// Evaluations without improvement after which `plateau` halves the rate.
  public static let plateauPatience = 2
  /// The least fraction of the rate that `cosine` and `plateau` reach.
  public static let floor = 0.05
  /// The part of a run for which `wsd` keeps the full rate.
  public static let stableShare = 0.4

  /// A schedule of height `rate`.
  public init(kind: ScheduleKind, rate: Double, warmUp: Int = 0) {
    self.kind = kind
    self.rate = rate
    self.warmUp = warmUp
  }

  /// The rate at step `step` (0 first) when `progress` (0 … 1) of the run is behind, after `reductions`
  /// plateaus.
  public func rate(step: Int, progress: Double, reductions: Int) -> Double {
    let climb = warmUp > 0 ? min(1, Double(step + 1) / Double(warmUp)) : 1
    let progress = min(max(progress, 0), 1)
    switch kind {
    case .constant: return rate * climb
    case .cosine:
      return rate * climb * (Self.floor + (1 - Self.floor) * 0.5 * (1 + cos(Double.pi * progress)))
    case .step:
      let halvings = max(0, Int(progress * 10) - 4)
      return rate * climb * pow(0.5, Double(halvings))
    case .wsd:
      return rate * climb * min(1, (1 - progress) / (1 - Self.stableShare))
    case .plateau:
      return rate * climb * max(Self.floor, pow(0.5, Double(reductions)))
    }
  }
}
