import GeulKit

/// A setting of the REPL, by the name of its flag.
enum DecodingSetting: String, CaseIterable {
  case temperature
  case topK = "top-k"
  case topP = "top-p"
  case minP = "min-p"
  case typical
  case repetitionPenalty = "repetition-penalty"
  case repetitionWindow = "repetition-window"
  case beam
  case lengthPenalty = "length-penalty"
  case length
  case stop
  case untilLine = "until-line"
  case only
  case forbid
  case seed
}

extension DecodingSettings {
  /// Sets one of them to what was typed; returns what is wrong, or nil. Nothing changes if something is.
  mutating func set(_ setting: DecodingSetting, to words: [String]) -> String? {
    var changed = self
    let name = setting.rawValue
    let value = words.joined(separator: " ")
    do {
      switch setting {
      case .temperature:
        changed.temperature = try Self.number(value == "off" ? "auto" : value, name, off: "auto")
      case .topK: changed.topK = try Self.whole(value, name, off: "off")
      case .topP: changed.topP = try Self.number(value, name, off: "off")
      case .minP: changed.minP = try Self.number(value, name, off: "off")
      case .typical: changed.typical = try Self.number(value, name, off: "off")
      case .repetitionPenalty:
        changed.repetitionPenalty = try Self.number(value, name, off: "off") ?? 1
      case .repetitionWindow:
        changed.repetitionWindow = try Self.whole(value, name, off: nil) ?? 0
      case .beam: changed.beam = try Self.whole(value, name, off: "off")
      case .lengthPenalty: changed.lengthPenalty = try Self.number(value, name, off: nil) ?? 1
      case .length:
        changed.length = try Self.whole(value, name, off: nil) ?? 0
        if changed.length < 1 { return "length must be at least 1, not \(value)" }
      case .stop:
        changed.stops = value == "off" ? [] : try words.map { try Escapes.resolve($0, of: name) }
      case .untilLine: changed.untilLine = try Self.flag(value, name)
      case .only: changed.only = value == "off" ? nil : value
      case .forbid: changed.forbid = value == "off" ? nil : value
      case .seed:
        guard let seed = UInt64(value) else { throw Self.expected("a whole number", name, value) }
        changed.seed = seed
      }
    } catch { return "\(error)" }
    if let flaw = changed.flaw { return flaw }
    self = changed
    return nil
  }

  /// A setting as it would be typed.
  func shown(_ setting: DecodingSetting) -> String {
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
    case .only: only.map(TerminalText.line) ?? "off"
    case .forbid: forbid.map(TerminalText.line) ?? "off"
    case .seed: "\(seed)"
    }
  }

  /// All settings, one a line.
  var table: String {
    let names = DecodingSetting.allCases
    let width = names.map(\.rawValue.count).max() ?? 0
    return names.map { setting in
      let name = setting.rawValue
      return name + String(repeating: " ", count: width + 2 - name.count) + shown(setting)
    }.joined(separator: "\n")
  }

  private static func shown(_ value: (some CustomStringConvertible)?) -> String {
    value.map { "\($0)" } ?? "off"
  }

  private static func number(_ text: String, _ name: String, off: String?) throws -> Double? {
    if let off, text == off { return nil }
    guard let value = Double(text) else {
      throw expected("a number" + (off.map { " or \($0)" } ?? ""), name, text)
    }
    return value
  }

  private static func whole(_ text: String, _ name: String, off: String?) throws -> Int? {
    if let off, text == off { return nil }
    guard let value = Int(text) else {
      throw expected("a whole number" + (off.map { " or \($0)" } ?? ""), name, text)
    }
    return value
  }

  private static func flag(_ text: String, _ name: String) throws -> Bool {
    switch text {
    case "on", "true", "yes": return true
    case "off", "false", "no": return false
    default: throw expected("on or off", name, text)
    }
  }

  private static func expected(_ expected: String, _ name: String, _ found: String) -> Failure {
    Failure.usage("\(name): expected \(expected), found \(found.isEmpty ? "nothing" : found)")
  }
}
