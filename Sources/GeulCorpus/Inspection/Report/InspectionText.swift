/// Figures and scalars in the sentences of an inspection.
package enum InspectionText {
  private static let pictures: [UInt32: String] = [0x09: "␉", 0x0A: "␊", 0x0D: "␍"]

  /// 1234567 as 1,234,567.
  package static func number(_ value: Int) -> String {
    var digits = String(value)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return digits
  }

  /// A number with its noun, such as 1 line or 2,000 lines.
  package static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// A share from 0 to 1 in percent.
  package static func percent(_ share: Double) -> String {
    if share > 0 && share < 0.001 { return "under 0.1 %" }
    let tenths = Int((share * 1000).rounded())
    return tenths >= 100 || tenths % 10 == 0
      ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// A scalar's name, such as U+0041.
  package static func name(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// Scalars as text in which every control and format character is written by its name
  /// or picture.
  package static func visible(_ scalars: [UInt32]) -> String {
    var text = ""
    for value in scalars {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        text += pictures[value] ?? "<\(name(value))>"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
