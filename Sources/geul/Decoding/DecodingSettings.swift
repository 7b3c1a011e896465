import GeulKit

/// All that decides what a model writes: how symbols are chosen, which may come, and where the text ends.
struct DecodingSettings: Equatable {
  /// nil is 0.8, and 0 with a beam.
  var temperature: Double?
  var topK: Int?
  var topP: Double?
  var minP: Double?
  var typical: Double?
  var repetitionPenalty = 1.0
  var repetitionWindow = 64
  /// Hypotheses of a beam search; nil draws.
  var beam: Int?
  var lengthPenalty = 1.0
  /// Results of a beam search.
  var best = 1
  var length = 400
  var stops: [String] = []
  var untilLine = false
  /// Characters as `ScalarSet` parses them; nil allows all.
  var only: String?
  var forbid: String?
  var seed: UInt64 = 1

  /// How symbols are chosen.
  var sampling: SamplingSettings {
    SamplingSettings(
      temperature: temperature ?? (beam == nil ? 0.8 : 0), topK: topK, topP: topP, minP: minP,
      typical: typical, repetitionPenalty: repetitionPenalty, repetitionWindow: repetitionWindow)
  }

  /// Where the text ends.
  func writing(alternatives: Int = 0) -> WritingSettings {
    WritingSettings(
      length: length, stops: stops + (untilLine ? ["\n"] : []), alternatives: alternatives)
  }

  /// The beam's settings, nil without one.
  var search: BeamSettings? {
    beam.map { BeamSettings(width: $0, lengthPenalty: lengthPenalty, best: best) }
  }

  /// The characters that may come; throws a usage error that names the setting.
  func allowed() throws -> ScalarSet {
    var allowed = ScalarSet.all
    if let only { allowed = try Self.characters(only, of: "only") }
    if let forbid { allowed = allowed.subtracting(try Self.characters(forbid, of: "forbid")) }
    return allowed
  }

  private static func characters(_ text: String, of name: String) throws -> ScalarSet {
    do { return try ScalarSet(parsing: text) } catch { throw Failure.usage("\(name): \(error)") }
  }

  /// What is wrong with them, beginning with the setting's name, or nil.
  var flaw: String? {
    if let flaw = sampling.flaw ?? writing().flaw ?? search?.flaw { return flaw }
    guard seed <= Int64.max else { return "seed must be from 0 to \(Int64.max), not \(seed)" }
    do { _ = try allowed() } catch { return "\(error)" }
    return nil
  }
}
