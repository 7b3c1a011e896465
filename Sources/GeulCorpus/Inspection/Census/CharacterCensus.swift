/// The characters of a corpus by script and by kind.
public struct CharacterCensus: Equatable, Sendable {
  /// The characters of one script.
  public struct ScriptCount: Equatable, Sendable {
    /// The script.
    public let script: UnicodeScript
    /// How many there are.
    public var count = 0
    /// How many different ones.
    public var distinct = 0
  }

  /// The characters of one kind.
  public struct KindCount: Equatable, Sendable {
    /// The kind.
    public let kind: CharacterKind
    /// How many there are.
    public var count = 0
    /// How many different ones.
    public var distinct = 0
    /// The most frequent ones, each where it came first.
    public var examples: [Sighting] = []
  }

  private static let mostExamples = 5

  /// Distinct scalars.
  public let distinct: Int
  /// The scripts there are, the largest first.
  public let scripts: [ScriptCount]
  /// The kinds there are, in their order.
  public let kinds: [KindCount]

  /// Sorts out what a census has counted.
  init(_ census: ScalarCensus) {
    var scripts = UnicodeScript.allCases.map { ScriptCount(script: $0) }
    let scriptPlaces = Dictionary(
      uniqueKeysWithValues: UnicodeScript.allCases.enumerated().map { ($1, $0) })
    var members: [CharacterKind: [Int]] = [:]
    for (entry, scalar) in census.scalars.enumerated() {
      if let place = scriptPlaces[UnicodeScript(of: scalar)] {
        scripts[place].count += census.counts[Int(scalar)]
        scripts[place].distinct += 1
      }
      if let kind = CharacterKind(of: scalar) { members[kind, default: []].append(entry) }
    }
    distinct = census.scalars.count
    self.scripts = scripts.enumerated().filter { $1.count > 0 }
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    kinds = CharacterKind.allCases.compactMap { kind in
      guard let entries = members[kind] else { return nil }
      func count(_ entry: Int) -> Int { census.counts[Int(census.scalars[entry])] }
      let common = entries.sorted { (count($1), $0) < (count($0), $1) }
      return KindCount(
        kind: kind, count: entries.reduce(0) { $0 + count($1) }, distinct: entries.count,
        examples: common.prefix(Self.mostExamples).map(census.sighting))
    }
  }

  /// The characters of a kind; none is a count of 0.
  public subscript(kind: CharacterKind) -> KindCount {
    kinds.first { $0.kind == kind } ?? KindCount(kind: kind)
  }

  /// How many characters of a script there are.
  public func count(of script: UnicodeScript) -> Int {
    scripts.first { $0.script == script }?.count ?? 0
  }
}
