/// How an archive's unpacking ended.
public enum UnpackingOutcome: Sendable, Equatable {
  /// The same was there before, as a comparison of every byte showed.
  case present
  /// It is there now.
  case unpacked
}
