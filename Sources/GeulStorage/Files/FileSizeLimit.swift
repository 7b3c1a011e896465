import Glibc

/// How long files of this process may become.
public enum FileSizeLimit {
  /// Bytes that a file may have at most (`ulimit -f`); nil where there is no such limit.
  public static var bytes: Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0,
      limit.rlim_cur != rlim_t.max
    else { return nil }
    return Int(clamping: limit.rlim_cur)
  }
}
