extension DecodingSettings {
  /// Sets one of them to what a person typed; `off` takes most back.
  ///
  /// Throws a `RequestError` that names the setting, and then nothing has changed.
  public mutating func set(
    _ setting: DecodingSetting, to words: [String]
  ) throws(RequestError) {
    var changed = self
    try changed.assign(setting, words)
    if let flaw = changed.flaw { throw .usage(flaw) }
    self = changed
  }

  private mutating func assign(
    _ setting: DecodingSetting, _ words: [String]
  ) throws(RequestError) {
    let typed = TypedValue(name: setting.rawValue, text: words.joined(separator: " "))
    let text = typed.isOff ? nil : typed.text
    switch setting {
    case .temperature: temperature = typed.isOff ? nil : try typed.number(or: "auto")
    case .topK: topK = try typed.whole(or: "off")
    case .topP: topP = try typed.number(or: "off")
    case .minP: minP = try typed.number(or: "off")
    case .typical: typical = try typed.number(or: "off")
    case .repetitionPenalty: repetitionPenalty = try typed.number(or: "off") ?? 1
    case .repetitionWindow: repetitionWindow = try typed.whole()
    case .beam: beam = try typed.whole(or: "off")
    case .lengthPenalty: lengthPenalty = try typed.number()
    case .length:
      length = try typed.whole()
      if length < 1 { throw .usage("length must be at least 1, not \(typed.text)") }
    case .stop:
      stops = []
      if !typed.isOff {
        for word in words { stops.append(try Escapes.resolve(word, of: typed.name)) }
      }
    case .untilLine: untilLine = try typed.flag()
    case .only: only = text
    case .forbid: forbid = text
    case .seed: seed = try typed.seed()
    }
  }

  /// A setting as it would be typed.
  public func shown(_ setting: DecodingSetting) -> String {
    switch setting {
    case .temperature: temperature.map { "\($0)" } ?? "auto (\(sampling.temperature))"
    case .topK: Self.shown(topK)
    case .topP: Self.shown(topP)
    case .minP: Self.shown(minP)
    case .typical: Self.shown(typical)
    case .repetitionPenalty: repetitionPenalty == 1 ? "off" : "\(repetitionPenalty)"
    case .repetitionWindow: "\(repetitionWindow)"
    case .beam: Self.shown(beam)
    case .lengthPenalty: "\(lengthPenalty)"
    case .length: "\(length)"
    case .stop:
      stops.isEmpty ? "off" : stops.map { "\"\(Escapes.escape($0))\"" }.joined(separator: " ")
    case .untilLine: untilLine ? "on" : "off"
    case .only: Self.shown(only)
    case .forbid: Self.shown(forbid)
    case .seed: "\(seed)"
    }
  }

  private static func shown(_ value: (some CustomStringConvertible)?) -> String {
    value.map { "\($0)" } ?? "off"
  }
}

/// What was typed for a setting.
private struct TypedValue {
  let name: String
  let text: String

  var isOff: Bool { text == "off" }

  /// Nil for the word `off`.
  func number(or off: String) throws(RequestError) -> Double? {
    if text == off { return nil }
    guard let value = Double(text) else { throw refusal("a number or \(off)") }
    return value
  }

  func number() throws(RequestError) -> Double {
    guard let value = Double(text) else { throw refusal("a number") }
    return value
  }

  /// Nil for the word `off`.
  func whole(or off: String) throws(RequestError) -> Int? {
    if text == off { return nil }
    guard let value = Int(text) else { throw refusal("a whole number or \(off)") }
    return value
  }

  func whole() throws(RequestError) -> Int {
    guard let value = Int(text) else { throw refusal("a whole number") }
    return value
  }

  func seed() throws(RequestError) -> UInt64 {
    guard let value = UInt64(text) else { throw refusal("a whole number") }
    return value
  }

  func flag() throws(RequestError) -> Bool {
    switch text {
    case "on", "true", "yes": return true
    case "off", "false", "no": return false
    default: throw refusal("on or off")
    }
  }

  private func refusal(_ expected: String) -> RequestError {
    .usage("\(name): expected \(expected), found \(text.isEmpty ? "nothing" : text)")
  }
}
