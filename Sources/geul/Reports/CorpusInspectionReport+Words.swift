import GeulKit

extension CorpusInspectionReport {
  /// A number of characters, its share of all, and how many differ.
  func figures(_ number: Int, _ distinct: Int) -> [String] {
    let share = Double(number) / Double(max(inspection.scalars, 1))
    return [Figures.grouped(number), InspectionText.percent(share), Figures.grouped(distinct)]
  }

  /// A number with its noun.
  func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    InspectionText.count(value, noun, plural)
  }

  /// A file as a person names it.
  func name(_ path: String) -> String {
    path == CorpusSource.standardInput
      ? "standard input" : VisibleText.line(path)
  }

  /// Where something is.
  func describe(_ place: TextPlace) -> String {
    let file =
      inspection.files.count > 1 ? name(inspection.files[place.file].source.path) + ", " : ""
    return "\(file)byte \(Figures.grouped(place.utf8Offset)), line \(Figures.grouped(place.line))"
  }

  /// A scalar so that it can be seen: a mark on a dotted circle, what has no glyph by its name.
  func symbol(_ scalar: UInt32, named: Bool = false) -> String {
    let visible = InspectionText.visible([scalar])
    let name = InspectionText.name(scalar)
    let isNamed = visible == "<\(name)>"
    let isMark = Unicode.Scalar(scalar)?.properties.canonicalCombiningClass.rawValue ?? 0 > 0
    let glyph = isMark ? "◌" + visible : visible
    if isNamed { return name }
    return named ? "\(name) \(glyph)" : glyph
  }

  /// How lines end.
  func newlines(_ counts: NewlineCounts, withNumbers: Bool = true) -> String {
    let parts = counts.styles
    if parts.isEmpty { return "none" }
    return parts.map { withNumbers ? "\($0) (\(Figures.grouped($1)))" : $0 }
      .joined(separator: ", ")
  }

  /// The normal forms that a text is in.
  func form(_ finding: NormalFormFinding) -> String {
    switch finding.form {
    case .both: "NFC and NFD"
    case .nfc: "NFC"
    case .nfd: "NFD"
    case .mixed: "neither NFC nor NFD"
    }
  }
}
