import Foundation

/// Numbers as a person reads them.
public enum Figures {
  /// With so many digits after the point.
  public static func fixed(_ value: Double, _ digits: Int) -> String {
    value.isFinite ? String(format: "%.\(digits)f", value) : "–"
  }

  /// How likely chance is, of a bootstrap of 1,000 draws: `= 0.012`, or `≤ 0.001`.
  public static func chance(_ p: Double) -> String { p > 0.001 ? "= \(fixed(p, 3))" : "≤ 0.001" }

  /// With three digits and a power of ten.
  public static func scientific(_ value: Double) -> String {
    value.isFinite ? String(format: "%.2e", value) : "–"
  }

  /// A perplexity with three digits after the point, as long as these say something.
  public static func perplexity(_ value: Double) -> String {
    value > 1e9 ? "over 10^9" : fixed(value, value < 1e5 ? 3 : 0)
  }

  /// 1234567 as 1,234,567.
  public static func grouped(_ value: Int) -> String {
    var digits = Array(String(abs(value)))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return (value < 0 ? "-" : "") + String(digits)
  }

  /// 1,234 lines, or 1 line; `plural` is for what does not take an s.
  public static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) " + (count == 1 ? noun : plural ?? noun + "s")
  }

  /// A number's whole part with commas; a dash for what is no number, or more than anything is counted to.
  public static func grouped(_ value: Double) -> String {
    abs(value) < 1e15 ? grouped(Int(value)) : "–"
  }

  /// Seconds as 45 s, 3 min 05 s or 2 h 10 min; a dash for more than a person waits.
  public static func duration(_ seconds: Double) -> String {
    guard abs(seconds) < 1e10 else { return "–" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
    return String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
  }
}
