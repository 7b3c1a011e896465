import GeulStorage

/// How often something happens in a run: every so many steps, or seconds of the run's clock.
///
/// What happens by steps happens at the same steps whenever a run is repeated; by seconds it does not.
public enum Cadence: Sendable, Equatable, CustomStringConvertible {
  /// Every so many optimizer steps.
  case steps(Int)
  /// Every so many seconds.
  case seconds(Double)

  /// A number of steps, `500`, or a time, `60s`, `5m` or `2h`; nil for anything else.
  public init?(_ text: String) {
    if let steps = Int(text) {
      self = .steps(steps)
      return
    }
    // A time below zero is refused as one, by its flaw.
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard let unit = text.last, let factor = Self.units[unit], digits.first?.isNumber == true,
      let count = Double(text.dropLast()), count.isFinite
    else { return nil }
    self = .seconds(count * factor)
  }

  private static let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]

  /// As it is written on the command line; seconds whatever the unit was.
  public var description: String {
    switch self {
    case .steps(let count): "\(count)"
    case .seconds(let seconds):
      seconds == seconds.rounded() && seconds < 1e15 ? "\(Int(seconds))s" : "\(seconds)s"
    }
  }

  /// What is wrong with it as the flag `name`, or nil.
  func flaw(_ name: String) -> String? {
    switch self {
    case .steps(let count):
      (1...1 << 40).contains(count)
        ? nil : "\(name) must be from 1 to \(1 << 40) steps, or a time such as 60s, not \(count)"
    case .seconds(let seconds):
      seconds > 0 && seconds.isFinite ? nil : "\(name) must be more than 0 seconds, not \(self)"
    }
  }
}

extension Cadence {
  /// A number of steps, or a time as text.
  var json: JSONValue {
    switch self {
    case .steps(let count): .integer(Int64(count))
    case .seconds: .string(description)
    }
  }

  /// Reads what `json` wrote; throws `StorageError`.
  init(_ reader: JSONReader) throws(StorageError) {
    guard case .string(let text) = reader.value else {
      self = .steps(try reader.integer())
      return
    }
    guard let cadence = Cadence(text) else {
      throw reader.refusal(expected: "a number of steps, or a time such as \"60s\"")
    }
    self = cadence
  }
}

/// Tells when something is due that happens again and again.
struct CadenceClock {
  /// When it happened last, on the run's clock.
  private var lastSeconds: Double
  /// The step at which it did; a step is not counted twice.
  private var lastStep: Int

  /// Nothing has happened since the run stood here.
  init(step: Int, seconds: Double) {
    lastStep = step
    lastSeconds = seconds
  }

  /// Whether it is due after step `step`.
  func isDue(_ cadence: Cadence, step: Int, seconds: Double) -> Bool {
    switch cadence {
    case .steps(let count): step % count == 0
    case .seconds(let interval): step > lastStep && seconds - lastSeconds >= interval
    }
  }

  /// It happens now.
  mutating func note(step: Int, seconds: Double) {
    lastStep = step
    lastSeconds = seconds
  }
}
