import GeulGeneration
import GeulText

/// All that decides what a model writes: how symbols are chosen, which may come, and where the text ends.
public struct DecodingSettings: Sendable, Equatable {
  /// Below 1 bolder, above 1 wilder; nil is 0.8, and 0 with a beam.
  public var temperature: Double?
  /// Keeps this many most probable symbols; nil keeps all.
  public var topK: Int?
  /// Keeps the fewest most probable symbols whose probabilities reach this sum; nil keeps all.
  public var topP: Double?
  /// Keeps symbols at least this times as probable as the most probable; nil keeps all.
  public var minP: Double?
  /// Keeps the symbols whose surprisal is nearest the entropy, up to this sum; nil keeps all.
  public var typical: Double?
  /// Multiplies ln p of symbols that came lately; 1 is off.
  public var repetitionPenalty = 1.0
  /// How many of the latest symbols count as lately.
  public var repetitionWindow = 64
  /// Hypotheses of a beam search; nil draws.
  public var beam: Int?
  /// α of the ranking of a beam's results by Σ ln p / n^α.
  public var lengthPenalty = 1.0
  /// Results of a beam search.
  public var best = 1
  /// The most symbols of a text.
  public var length = 400
  /// Texts before which writing ends.
  public var stops: [String] = []
  /// Whether the end of a line ends the text, whatever ends lines in it.
  public var untilLine = false
  /// The characters that may come, as `ScalarSet` parses them; nil allows all.
  public var only: String?
  /// Characters that may not come, likewise.
  public var forbid: String?
  /// What is drawn by.
  public var seed: UInt64 = 1

  /// Settings by default.
  public init() {}

  /// How symbols are chosen.
  public var sampling: SamplingSettings {
    SamplingSettings(
      temperature: temperature ?? (beam == nil ? 0.8 : 0), topK: topK, topP: topP, minP: minP,
      typical: typical, repetitionPenalty: repetitionPenalty, repetitionWindow: repetitionWindow)
  }

  /// Where a text ends, and how many of the most probable symbols are noted at each place.
  public func writing(alternatives: Int = 0) -> WritingSettings {
    WritingSettings(
      length: length, stops: stops, untilLine: untilLine, alternatives: alternatives)
  }

  /// The beam's settings, nil without one.
  public var search: BeamSettings? {
    beam.map { BeamSettings(width: $0, lengthPenalty: lengthPenalty, best: best) }
  }

  /// The characters that may come; throws a `RequestError` that names the setting.
  public func allowed() throws(RequestError) -> ScalarSet {
    var allowed = ScalarSet.all
    if let only { allowed = try Self.characters(only, of: "only") }
    if let forbid { allowed = allowed.subtracting(try Self.characters(forbid, of: "forbid")) }
    return allowed
  }

  private static func characters(
    _ text: String, of name: String
  ) throws(RequestError) -> ScalarSet {
    do { return try ScalarSet(parsing: text) } catch { throw .usage("\(name): \(error)") }
  }

  /// What is wrong with them, beginning with the setting's name, or nil.
  public var flaw: String? {
    if let flaw = sampling.flaw ?? writing().flaw ?? search?.flaw { return flaw }
    guard seed <= Int64.max else { return "seed must be from 0 to \(Int64.max), not \(seed)" }
    do { _ = try allowed() } catch { return error.description }
    return nil
  }

  /// What is wrong with writing `count` texts by them, or nil: each has a seed of its own.
  public func flaw(count: Int) -> String? {
    guard (1...Self.mostTexts).contains(count) else {
      return "count must be from 1 to \(Self.mostTexts), not \(count)"
    }
    guard seed <= UInt64(Int64.max) - UInt64(count - 1) else {
      return "seed \(seed) leaves no seeds for \(count) texts"
    }
    return nil
  }

  /// The most texts that are written at once.
  public static let mostTexts = 1_000_000
}
