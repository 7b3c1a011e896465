import Foundation

/// Numbers to shares of an axis, and the round numbers that are marked on it.
struct AxisScale {
  private let low: Double
  private let high: Double
  private let isLogarithmic: Bool

  /// A scale from the least of some numbers, of which there is one at least, to the greatest.
  init(_ values: [Double], logarithmic: Bool) {
    isLogarithmic = logarithmic
    let places = logarithmic ? values.map { log10($0) } : values
    let (least, most) = (places.min() ?? 0, places.max() ?? 1)
    let room = most > least ? 0 : max(0.5, abs(most) / 10)
    (low, high) = (least - room, most + room)
  }

  /// From 0 at the beginning of the axis to 1 at its end.
  func share(_ value: Double) -> Double {
    ((isLogarithmic ? log10(value) : value) - low) / (high - low)
  }

  /// At most about `count` round numbers within the axis.
  func ticks(_ count: Int) -> [Double] {
    if isLogarithmic, high - low >= 1 {
      let step = max(1, ((high - low) / Double(count)).rounded(.up))
      return stride(from: (low / step).rounded(.up) * step, through: high, by: step).map {
        pow(10, $0)
      }
    }
    let (first, last) = isLogarithmic ? (pow(10, low), pow(10, high)) : (low, high)
    let rough = (last - first) / Double(max(1, count))
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10)
    return stride(
      from: (first / step).rounded(.up), through: (last / step + 1e-9).rounded(.down), by: 1
    ).map { $0 * step }
  }

  /// A number as it stands at an axis.
  static func label(_ value: Double) -> String {
    if value == 0 { return "0" }
    let size = abs(value)
    if size >= 1e5 || size < 1e-3 {
      let power = Int(log10(size).rounded(.down))
      let digits = value / pow(10, Double(power))
      let leading =
        abs(digits - digits.rounded()) < 1e-6
        ? "\(Int(digits.rounded()))" : String(format: "%.1f", digits)
      return "\(leading)e\(power)"
    }
    let text = String(format: "%.3f", value)
    guard text.contains(".") else { return text }
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
