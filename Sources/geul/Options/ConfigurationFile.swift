import GeulKit
import TOMLKit

/// A TOML file whose keys are flags: turned into the arguments that would say the same.
struct ConfigurationFile {
  /// Arguments to stand before those of the command line, which therefore win.
  let arguments: [String]

  /// Reads `path`; `flags` are the flags' names without dashes, `switches` those without a value, and `aliases` what else
  /// is understood for one.
  ///
  /// Throws `StorageError` if it cannot be read and a `Failure` (bad data) naming file and place.
  init(
    path: String, flags: [String], switches: Set<String>, aliases: [String: String] = [:]
  ) throws {
    let bytes = try readFile(path, limit: 1 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badData, "\(path): expected UTF-8, found other bytes; save the file as UTF-8")
    }
    let table: TOMLTable
    do { table = try TOMLTable(string: text) } catch let error as TOMLParseError {
      throw Failure(
        .badData,
        "\(path): line \(error.source.begin.line), column \(error.source.begin.column): "
          + "expected TOML, found: \(error.description.split(separator: "\n").joined(separator: " "))"
      )
    }
    var arguments: [String] = []
    for key in table.keys {
      let spelled = key.split(separator: "_", omittingEmptySubsequences: false).joined(
        separator: "-")
      let flag = aliases[spelled] ?? spelled
      guard flags.contains(flag), let value = table[key] else {
        let nearest = nearestName(to: flag, among: flags).map { "; did you mean '\($0)'?" } ?? ""
        throw Failure(.badData, "\(path): expected keys that are flags, found '\(key)'\(nearest)")
      }
      arguments += try Self.arguments(flag, value, isSwitch: switches.contains(flag), path: path)
    }
    self.arguments = arguments
  }

  private static func arguments(
    _ flag: String, _ value: any TOMLValueConvertible, isSwitch: Bool, path: String
  ) throws -> [String] {
    switch (value.type, isSwitch) {
    case (.bool, true): return value.bool == true ? ["--" + flag] : []
    case (.string, false): return ["--\(flag)=\(value.string ?? "")"]
    case (.int, false): return ["--\(flag)=\(value.int ?? 0)"]
    case (.double, false): return ["--\(flag)=\(value.double ?? 0)"]
    default:
      let expected = isSwitch ? "true or false" : "a string or a number"
      throw Failure(
        .badData, "\(path): \(flag): expected \(expected), found \(value.debugDescription)")
    }
  }
}
