/// What of the parameters that a run passes through is offered as its model.
public enum AveragingKind: String, Sendable, Codable, CaseIterable {
  /// The latest.
  case none
  /// Their mean over a stretch that validation chooses: two-tailed averaging (Melis 2022, arXiv 2209.12581).
  case tails
}
