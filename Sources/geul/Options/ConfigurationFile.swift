import GeulKit
import TOMLKit

/// A TOML file whose keys are flags: turned into the arguments that would say the same.
///
/// A table with a model's name holds flags of that model, which are of no concern to the others and win over those
/// outside.
struct ConfigurationFile {
  /// Arguments to stand before those of the command line, which therefore win.
  let arguments: [String]
  /// Those of each model that has a table.
  let modelArguments: [ModelName: [String]]

  /// What keys may be called, and where they stand.
  struct Names {
    let path: String
    var flags: [String]
    let switches: Set<String>
    let aliases: [String: String]
  }

  /// Flags that may be given several times, and be an array here.
  private static let repeatable: Set = ["include"]

  /// Reads `path`; `flags` are the flags' names without dashes, `switches` those without a value, and `aliases` what else
  /// is understood for one.
  ///
  /// Throws `StorageError` if it cannot be read and a `Failure` (bad data) naming file and place.
  init(
    path: String, flags: [String], switches: Set<String>, aliases: [String: String] = [:]
  ) throws {
    let table = try Self.table(path)
    var names = Names(path: path, flags: flags, switches: switches, aliases: aliases)
    var (arguments, models): ([String], [ModelName: [String]]) = ([], [:])
    for key in table.keys {
      // A model may be called as a flag is: a table is the model's.
      guard let own = table[key]?.table, !flags.contains(key) || ModelName(rawValue: key) != nil
      else {
        names.flags = flags
        arguments += try Self.arguments(key, of: table, names, what: "keys that are flags")
        continue
      }
      let model = try Self.model(key, path: path)
      names.flags = ModelChoices.flags(of: model)
      for key in own.keys {
        models[model, default: []] += try Self.arguments(
          key, of: own, names, what: "keys of [\(model.rawValue)] that are flags of this model")
      }
    }
    self.arguments = arguments
    modelArguments = models
  }

  /// What a file holds; throws `StorageError` if it cannot be read and a `Failure` (bad data) if it is no TOML.
  static func table(_ path: String) throws -> TOMLTable {
    let text = try ConfigurationText.read(path)
    do { return try TOMLTable(string: text) } catch let error as TOMLParseError {
      throw Failure(
        .badData,
        "\(path): line \(error.source.begin.line), column \(error.source.begin.column): "
          + "expected TOML, found: \(error.description.split(separator: "\n").joined(separator: " "))"
      )
    }
  }

  private static func model(_ key: String, path: String) throws -> ModelName {
    if let model = ModelName(rawValue: key) { return model }
    let models = ModelName.allCases.map(\.rawValue)
    let nearest = nearestName(to: key, among: models).map { "; did you mean [\($0)]?" } ?? ""
    throw Failure(.badData, "\(path): expected tables that are models, found [\(key)]\(nearest)")
  }

  /// The arguments that say what a key of a table does.
  private static func arguments(
    _ key: String, of table: TOMLTable, _ names: Names, what: String
  ) throws -> [String] {
    let flag = try flag(key, names, what: what)
    guard let value = table[key] else { return [] }
    return try arguments(flag, value, isSwitch: names.switches.contains(flag), path: names.path)
  }

  /// The flag that a key stands for; throws a `Failure` that says `what` was expected and suggests the nearest.
  static func flag(_ key: String, _ names: Names, what: String) throws -> String {
    let spelled = key.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-")
    let flag = names.aliases[spelled] ?? spelled
    guard names.flags.contains(flag) else {
      let meant = Meanings.flags(meantBy: key).first(where: names.flags.contains)
      let nearest =
        (meant ?? nearestName(to: flag, among: names.flags)).map { "; did you mean '\($0)'?" } ?? ""
      throw Failure(.badData, "\(names.path): expected \(what), found '\(key)'\(nearest)")
    }
    return flag
  }

  /// The arguments that give a flag this value: one, or one for each element of a list where the flag may be repeated.
  static func arguments(
    _ flag: String, _ value: any TOMLValueConvertible, isSwitch: Bool, path: String
  ) throws -> [String] {
    switch (value.type, isSwitch) {
    case (.bool, true): return value.bool == true ? ["--" + flag] : []
    case (.string, false): return ["--\(flag)=\(value.string ?? "")"]
    case (.int, false): return ["--\(flag)=\(value.int ?? 0)"]
    case (.double, false): return ["--\(flag)=\(value.double ?? 0)"]
    case (.array, false) where repeatable.contains(flag):
      return try (value.array.map(Array.init) ?? []).flatMap {
        try arguments(flag, $0, isSwitch: false, path: path)
      }
    default:
      let expected = isSwitch ? "true or false" : "a string or a number"
      throw Failure(
        .badData, "\(path): \(flag): expected \(expected), found \(words(on: value))")
    }
  }

  /// A value as TOML, on one line.
  static func words(on value: any TOMLValueConvertible) -> String {
    value.debugDescription.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
