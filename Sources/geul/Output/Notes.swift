import GeulKit

/// What a user should know beside the results, a line each on standard error.
enum Notes {
  /// Tells a line.
  static func line(_ line: String) { Output.error("geul: \(line)") }

  /// Tells several.
  static func tell(_ lines: [String]) {
    for line in lines { self.line(line) }
  }

  /// Tells which characters of `only` a model cannot write.
  static func tell(missing: String) {
    if !missing.isEmpty { line("the model cannot write these of only: \(missing)") }
  }
}
