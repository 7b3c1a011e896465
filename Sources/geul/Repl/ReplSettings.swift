import GeulKit

/// What `/set` changes.
struct ReplSettings {
  var temperature: Double
  var topK: Int?
  var length: Int
  var seed: UInt64

  /// Names that `/set` knows.
  static let names = ["temperature", "top-k", "length", "seed"]

  /// The sampler's part.
  var sampling: SamplingSettings { SamplingSettings(temperature: temperature, topK: topK) }

  /// Sets `name` to `value`; returns what is wrong, or nil. Nothing changes if something is.
  mutating func set(_ name: String, to value: String) -> String? {
    var changed = self
    switch name {
    case "temperature":
      guard let number = Double(value) else {
        return "temperature: expected a number, found \(value)"
      }
      changed.temperature = number
    case "top-k":
      if value == "off" {
        changed.topK = nil
      } else if let number = Int(value) {
        changed.topK = number
      } else {
        return "top-k: expected a number or off, found \(value)"
      }
    case "length":
      guard let number = Int(value), number >= 1 else {
        return "length: expected a number of at least 1, found \(value)"
      }
      changed.length = number
    case "seed":
      guard let number = UInt64(value) else { return "seed: expected a number, found \(value)" }
      changed.seed = number
    default:
      let nearest = nearestName(to: name, among: Self.names).map { "; did you mean \($0)?" } ?? ""
      return "no setting is called \(name)\(nearest); there are "
        + Self.names.joined(separator: ", ")
    }
    if let flaw = changed.sampling.flaw { return flaw }
    self = changed
    return nil
  }

  /// All settings, one a line.
  var table: String {
    """
    temperature  \(temperature)
    top-k        \(topK.map(String.init) ?? "off")
    length       \(length)
    seed         \(seed)
    """
  }
}
