/// What this program was built from.
public enum BuildInformation {
  /// The version of library and command.
  public static let version = "0.1.0"

  /// The commit as git abbreviates it, with `+changes` behind it if files of the work tree had been changed or added;
  /// nil if it was built outside a checkout of its own.
  public static let commit: String? = {
    // Its code is written by CommitPlugin. A function that is not inlined, so that nothing else changes with it.
    let text = "\(recordedCommit())"
    return text.isEmpty ? nil : text
  }()

  /// Both, such as `0.1.0 (93e9191)`, or the version alone where no commit is known.
  public static var description: String {
    commit.map { "\(version) (\($0))" } ?? version
  }
}
