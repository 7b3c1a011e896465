import GeulKit
import TOMLKit

/// What a file compares, each setting checked by the parser of train.
extension SweepFile.Reader {
  /// The combinations of `[grid]`, or `[[variants]]`, or the settings alone.
  func variants() throws -> [SweepPlan.Variant] {
    let settings = try table["settings"].map { value in
      guard let table = value.table else { throw refusal("settings", "a table", value) }
      return try arguments(of: table, in: "settings").map(\.argument)
    }
    switch (table["grid"], table["variants"]) {
    case (.some, .some(let variants)):
      throw refusal("variants", "either [grid] or [[variants]]", variants)
    case (.some(let grid), nil):
      guard let table = grid.table else { throw refusal("grid", "a table of lists", grid) }
      return try self.grid(table, settings ?? [])
    case (nil, .some(let variants)):
      guard let list = variants.array, !list.isEmpty else {
        throw refusal("variants", "tables, each below [[variants]]", variants)
      }
      return try list.enumerated().map { try variant($0 + 1, $1, settings ?? []) }
    case (nil, nil): return [try variant(nil, [], settings ?? [])]
    }
  }

  private func grid(_ grid: TOMLTable, _ settings: [String]) throws -> [SweepPlan.Variant] {
    let axes = try grid.keys.map { key in
      guard let value = grid[key], let list = value.array, !list.isEmpty else {
        throw refusal("[grid] \(key)", "a list of values", grid[key] ?? "")
      }
      let flag = try ConfigurationFile.flag(
        key, names("grid"), what: "keys of [grid] that are flags of train")
      let arguments = try list.map { element in
        try self.argument(flag, element, in: "grid")
      }
      return (key: flag, values: arguments.map { String($0.drop { $0 != "=" }.dropFirst()) })
    }
    let count = axes.reduce(1) { $0 > SweepPlan.mostRuns ? $0 : $0 * $1.values.count }
    guard count <= SweepPlan.mostRuns else {
      throw Failure(
        .badData,
        "\(path): [grid]: expected at most \(SweepPlan.mostRuns) combinations, found more")
    }
    return try SweepPlan.combinations(axes).map { try variant(nil, $0, settings) }
  }

  private func variant(
    _ number: Int, _ value: any TOMLValueConvertible, _ settings: [String]
  ) throws -> SweepPlan.Variant {
    guard let table = value.table else {
      throw refusal("variants", "tables, each below [[variants]]", value)
    }
    var name: String?
    if let given = table["name"] {
      guard let string = given.string, !string.isEmpty else {
        throw refusal("variant \(number): name", "a string", given)
      }
      name = string
    }
    let found = try arguments(of: table, in: "variant \(number)", except: ["name"])
    var differences: [SweepPlan.Difference] = []
    for (flag, argument) in found {
      let value = String(argument.drop { $0 != "=" }.dropFirst())
      // A flag that is repeated is one setting.
      if differences.last?.key == flag {
        differences[differences.count - 1].value += " " + value
      } else {
        differences.append(SweepPlan.Difference(flag, value))
      }
    }
    return try variant(name, differences, settings, found.map(\.argument))
  }

  private func variant(
    _ name: String?, _ differences: [SweepPlan.Difference], _ settings: [String],
    _ own: [String]? = nil
  ) throws -> SweepPlan.Variant {
    let own = own ?? differences.map { "--\($0.key)=\($0.value)" }
    let options = try TrainOptions.parse(settings + own)
    return SweepPlan.Variant(
      name: name, differences: differences, request: try options.request())
  }

  /// The arguments that say what the keys of a table do, each checked by the parser of train.
  private func arguments(
    of table: TOMLTable, in place: String, except: Set<String> = []
  ) throws -> [(flag: String, argument: String)] {
    try table.keys.filter { !except.contains($0) }.flatMap { key in
      let flag = try ConfigurationFile.flag(
        key, names(place),
        what: "keys of \(place == "settings" ? "[settings]" : place) that are flags of train")
      let arguments = try ConfigurationFile.arguments(
        flag, table[key] ?? "", isSwitch: false, path: path)
      try TrainOptions.check(arguments, of: path, table: place + ": ")
      return arguments.map { (flag, $0) }
    }
  }

  private func argument(
    _ flag: String, _ value: any TOMLValueConvertible, in place: String
  ) throws -> String {
    guard value.array == nil else { throw refusal("[grid] \(flag)", "strings or numbers", value) }
    let arguments = try ConfigurationFile.arguments(flag, value, isSwitch: false, path: path)
    try TrainOptions.check(arguments, of: path, table: "[\(place)] ")
    return arguments.first ?? ""
  }

  private func names(_ place: String) -> ConfigurationFile.Names {
    ConfigurationFile.Names(
      path: path, flags: SweepFile.flags, switches: [], aliases: TrainOptions.aliases)
  }
}
