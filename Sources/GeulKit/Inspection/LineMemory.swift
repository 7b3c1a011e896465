import Foundation
import GeulCompute
import GeulInspection
import GeulStorage

/// The lines of a text as patterns of a Hopfield network, to be recalled by a part of one or by a damaged one.
public struct LineMemory: Sendable {
  /// How they are held.
  public enum Rule: String, Sendable, CaseIterable {
    case hebbian
    case pseudoInverse = "pseudo-inverse"
    case dense
  }

  /// What a query brought back.
  public struct Recalled: Sendable {
    /// The line; nil where what was recalled overlaps with none by one half or more.
    public let line: String?
    /// From 1, the first of equal lines.
    public let number: Int?
    /// How far what was recalled overlaps with it: 1 is all.
    public let overlap: Double
    /// The energy at first and after each sweep or step.
    public let energies: [Double]
    /// The nearest line at each, with its overlap.
    public let nearest: [(line: String, overlap: Double)]
  }

  /// n
  public static let units = 2_048
  /// The most lines that n units hold well by each rule; dense memory holds any number.
  public static let mostLines = [Rule.hebbian: units / 10, .pseudoInverse: units / 2]

  private let lines: [(number: Int, text: String)]
  private let patterns: [[Int8]]
  private let encoder = TextPattern(units: units)
  /// The rule in use.
  public let rule: Rule
  private let network: HopfieldNetwork?

  /// The different lines of a text that are not empty, dense unless `rule` says otherwise: lines that share words have
  /// patterns that overlap, for which the older rules are not made.
  ///
  /// Throws `RequestError` where there are none, or more than the rule holds.
  public init(_ text: String, called name: String, rule: Rule = .dense) throws {
    var seen: Set<[UInt8]> = []
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      let line = $1.trimmingCharacters(in: .whitespaces)
      return !line.isEmpty && seen.insert(Array(line.utf8)).inserted ? ($0 + 1, line) : nil
    }
    guard !lines.isEmpty else {
      throw RequestError(.badData, "\(name): expected lines to remember, found none")
    }
    patterns = lines.map { [encoder] in encoder.pattern(of: $0.text) }
    if let most = Self.mostLines[rule], lines.count > most {
      throw RequestError(
        .badData,
        "\(name): \(Figures.grouped(lines.count)) different lines are more than \(Self.units) units hold by the \(rule.rawValue) "
          + "rule, about \(Figures.grouped(most)); take --rule dense, or fewer lines")
    }
    let network: HopfieldNetwork? =
      switch rule {
      case .dense: nil
      case .hebbian: HopfieldNetwork(patterns, rule: .hebbian)
      case .pseudoInverse: HopfieldNetwork(patterns, rule: .pseudoInverse)
      }
    if rule == .pseudoInverse, network == nil {
      throw RequestError(
        .badData,
        "\(name): some lines' patterns follow from others', so that the pseudo-inverse does not exist; take --rule dense"
      )
    }
    self.network = network
    self.rule = rule
  }

  /// Lines that are remembered.
  public var count: Int { lines.count }

  /// What a query, whole or a part, sound or damaged, brings back.
  public func recall(_ query: String, seed: UInt64 = 1) -> Recalled {
    let start = encoder.pattern(of: query)
    guard let network else {
      let (weights, energies) = DenseMemory(patterns).recall(start.map(Double.init))
      let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
      let isOne = weights[best] >= 0.5
      return Recalled(
        line: isOne ? lines[best].text : nil, number: isOne ? lines[best].number : nil,
        overlap: weights[best], energies: energies,
        nearest: [(lines[best].text, weights[best])])
    }
    var random = RandomStream(seed: seed, purpose: 1)
    let recall = network.recall(start, random: &random)
    let nearest = recall.states.map { state in
      let overlaps = patterns.map { HopfieldNetwork.overlap(state, $0) }
      let best = overlaps.indices.max { overlaps[$0] < overlaps[$1] } ?? 0
      return (place: best, overlap: overlaps[best])
    }
    let last = nearest.last ?? (0, 0)
    let isOne = last.overlap >= 0.5
    return Recalled(
      line: isOne ? lines[last.place].text : nil, number: isOne ? lines[last.place].number : nil,
      overlap: last.overlap, energies: recall.energies,
      nearest: nearest.map { (lines[$0.place].text, $0.overlap) })
  }
}
