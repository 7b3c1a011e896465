/// How the next symbol is chosen from the model's distribution.
///
/// Every filter is off until it is set. They apply in the order in which they are listed here.
public struct SamplingSettings: Sendable, Equatable {
  /// Multiplies ln p of symbols that occurred lately: 1 is off, above 1 repeats less (Keskar et al. 2019, section 4.1,
  /// there of logits).
  public var repetitionPenalty: Double
  /// How many of the latest symbols count as lately.
  public var repetitionWindow: Int
  /// Divides log-probabilities: below 1 bolder, above 1 wilder; 0 takes the most probable.
  public var temperature: Double
  /// Keeps this many most probable symbols; nil keeps all.
  public var topK: Int?
  /// Keeps the fewest most probable symbols whose probabilities reach this sum (Holtzman et al. 2020); nil keeps all.
  public var topP: Double?
  /// Keeps symbols at least this times as probable as the most probable (Nguyen et al. 2024); nil keeps all.
  public var minP: Double?
  /// Keeps the symbols whose surprisal is nearest the entropy, as many as reach this sum (Meister et al. 2022); nil
  /// keeps all.
  public var typical: Double?

  /// Settings; `flaw` says whether they make sense.
  public init(
    temperature: Double = 0.8, topK: Int? = nil, topP: Double? = nil, minP: Double? = nil,
    typical: Double? = nil, repetitionPenalty: Double = 1, repetitionWindow: Int = 64
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.typical = typical
    self.repetitionPenalty = repetitionPenalty
    self.repetitionWindow = repetitionWindow
  }

  /// What is wrong with them, or nil.
  public var flaw: String? {
    if !(temperature >= 0 && temperature <= 100) {
      return "temperature must be from 0 to 100, not \(temperature)"
    }
    if let topK, topK < 1 { return "top-k must be at least 1, not \(topK)" }
    if let topP, !(topP > 0 && topP <= 1) {
      return "top-p must be above 0 and at most 1, not \(topP)"
    }
    if let minP, !(minP >= 0 && minP <= 1) { return "min-p must be from 0 to 1, not \(minP)" }
    if let typical, !(typical > 0 && typical <= 1) {
      return "typical must be above 0 and at most 1, not \(typical)"
    }
    if !(repetitionPenalty > 0 && repetitionPenalty <= 100) {
      return "repetition-penalty must be above 0 and at most 100, not \(repetitionPenalty)"
    }
    if !(0...Self.longestWindow).contains(repetitionWindow) {
      return "repetition-window must be from 0 to \(Self.longestWindow), not \(repetitionWindow)"
    }
    return nil
  }

  /// The chain in words, in the order of application: what is on, and how the symbol is taken in the end.
  ///
  /// At temperature 0 the filters between the repetition penalty and the choice have nothing to do.
  public var steps: [String] {
    var steps: [String] = []
    if penalizes {
      let symbols = repetitionWindow == 1 ? "symbol" : "\(repetitionWindow) symbols"
      steps.append("repetition penalty \(text(repetitionPenalty)) over the last \(symbols)")
    }
    if temperature == 0 { return steps + ["take the most probable"] }
    if temperature != 1 { steps.append("temperature \(text(temperature))") }
    if let topK { steps.append("top-k \(topK)") }
    for (name, value) in [("top-p", activeTopP), ("min-p", activeMinP), ("typical", activeTypical)]
    {
      if let value { steps.append("\(name) \(text(value))") }
    }
    return steps + ["draw"]
  }

  /// Whether the repetition penalty changes anything.
  var penalizes: Bool { repetitionPenalty != 1 && repetitionWindow > 0 }
  /// Whether symbols may be filtered out.
  var filters: Bool {
    topK != nil || activeTopP != nil || activeMinP != nil || activeTypical != nil
  }
  /// `topP`, unless it keeps everything.
  var activeTopP: Double? { topP.flatMap { $0 < 1 ? $0 : nil } }
  /// `minP`, unless it keeps everything.
  var activeMinP: Double? { minP.flatMap { $0 > 0 ? $0 : nil } }
  /// `typical`, unless it keeps everything.
  var activeTypical: Double? { typical.flatMap { $0 < 1 ? $0 : nil } }

  /// A number without the fraction of a whole one.
  private func text(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }

  /// The most symbols that a repetition penalty looks back.
  public static let longestWindow = 1_024
}
