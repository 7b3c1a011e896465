/// How an n-gram model gives probability to what it has seldom or never seen.
public enum Smoothing: String, Sendable, Codable, CaseIterable {
  /// Interpolated modified Kneser-Ney (Chen and Goodman 1998, section 4.1.6).
  case kneserNey = "kneser-ney"
  /// Interpolated Witten-Bell (Witten and Bell 1991, method C).
  case wittenBell = "witten-bell"
  /// k added to every count of the longest context, which shorter ones do not help (Lidstone 1920; Laplace with k = 1).
  case addK = "add-k"

  /// Whether the distribution after a shorter context has a part in that after a longer one.
  var interpolates: Bool { self != .addK }
}
