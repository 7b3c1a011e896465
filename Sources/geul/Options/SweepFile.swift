import GeulKit
import TOMLKit

/// A TOML file that says what a sweep compares.
struct SweepFile {
  /// What it asks for.
  let plan: SweepPlan

  private let path: String
  private let table: TOMLTable

  private static let keys = [
    "corpus", "name", "seeds", "settings", "grid", "variants", "budget", "parameters",
  ]
  /// Flags of train that are the sweep's to say, or of no use to it.
  private static let ownFlags: Set = ["out", "json", "quiet", "seed", "threads", "sample-every"]
  /// Flags that the settings and the variants may hold.
  static let flags = TrainOptions.flags.filter { !ownFlags.contains($0) }
  private static let mostSeeds = 1_000

  /// Reads `path`; throws `StorageError` if it cannot be read, and a `Failure` or `RequestError` that names it.
  init(_ path: String) throws {
    self.path = path
    table = try ConfigurationFile.table(path)
    for key in table.keys where !Self.keys.contains(key) {
      let nearest =
        nearestName(to: key, among: Self.keys).map { "; did you mean '\($0)'?" }
        ?? (Self.flags.contains(key) ? "; it belongs below [settings]" : "")
      throw Failure(
        .badData,
        "\(path): expected keys of a sweep (\(Self.keys.joined(separator: ", "))), found '\(key)'\(nearest)"
      )
    }
    let reader = Reader(path: path, table: table)
    var plan = SweepPlan(
      name: try reader.string("name") ?? Self.name(of: path), corpus: try reader.corpus(),
      variants: try reader.variants(), seeds: try reader.seeds())
    plan.budget = try reader.budget()
    do { try plan.check() } catch let error as RequestError {
      throw Failure(ExitStatus(error.kind), "\(path): \(error.description)")
    }
    self.plan = plan
  }

  /// A file's name without folders and ending.
  private static func name(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? "sweep"
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The file's parts, each told where it is something else than it should be.
  struct Reader {
    let path: String
    let table: TOMLTable

    func refusal(_ key: String, _ expected: String, _ value: any TOMLValueConvertible) -> Failure {
      Failure(
        .badData,
        "\(path): \(key): expected \(expected), found \(ConfigurationFile.words(on: value))")
    }

    func string(_ key: String) throws -> String? {
      guard let value = table[key] else { return nil }
      guard let string = value.string, !string.isEmpty else {
        throw refusal(key, "a string", value)
      }
      return string
    }

    func corpus() throws -> [String] {
      guard let value = table["corpus"] else {
        throw Failure(.badData, "\(path): expected a corpus, found none; add corpus = \"FILE\"")
      }
      if let one = value.string { return [one] }
      guard let list = value.array else {
        throw refusal("corpus", "a file, or a list of files", value)
      }
      return try list.map { element in
        guard let name = element.string else {
          throw refusal("corpus", "a file, or a list of files", element)
        }
        return name
      }
    }

    func seeds() throws -> [UInt64] {
      guard let value = table["seeds"] else { return [1] }
      if let count = value.int, (1...SweepFile.mostSeeds).contains(count) {
        return (1...UInt64(count)).map { $0 }
      }
      guard let list = value.array, !list.isEmpty, list.count <= SweepFile.mostSeeds else {
        throw refusal("seeds", "a list of whole numbers, or how many", value)
      }
      return try list.map { element in
        guard let seed = element.int, seed >= 0 else {
          throw refusal("seeds", "whole numbers from 0", element)
        }
        return UInt64(seed)
      }
    }

    func budget() throws -> ParameterBudget? {
      let number = table["parameters"]
      guard let word = try string("budget") else {
        if let number {
          throw refusal("parameters", "budget = \"parameters\" beside it", number)
        }
        return nil
      }
      guard word == "parameters" else {
        throw Failure(
          .badData, "\(path): budget: expected \"parameters\", found \"\(word)\"")
      }
      guard let number else { return .ofFirst }
      guard let count = number.int, count > 0 else {
        throw refusal("parameters", "a number above 0", number)
      }
      return .number(count)
    }
  }
}
