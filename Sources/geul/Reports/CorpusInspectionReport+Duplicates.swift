import GeulKit

extension CorpusInspectionReport {
  /// What occurs twice: a line for each file that repeats another, or for the text.
  var duplicates: String {
    let found = inspection.duplicates
    guard found.isNotable else { return "" }
    var table = TextTable(
      [.left, .right, .left, .left], heading: ["occurs twice", "share", "first at", "repeats"])
    for pair in found.pairs.prefix(Self.mostFiles) {
      table.add([
        name(inspection.files[pair.file].source.path),
        pair.isSame ? "the same" : InspectionText.percent(pair.share),
        "line \(Figures.grouped(pair.first.again.line))", place(pair.first.original),
      ])
    }
    func add(_ what: String, _ share: Double) {
      let first = found.first
      table.add([
        what, InspectionText.percent(share), first.map { place($0.again) } ?? "",
        first.map { place($0.original) } ?? "",
      ])
    }
    add("the whole text", found.share)
    table.add(["its last tenth", InspectionText.percent(found.validationShare)])
    let rest = found.pairs.count - Self.mostFiles
    let basis = count(found.windows, "different stretch", "different stretches")
    return table.text() + (rest > 0 ? "and \(count(rest, "file")) more; --json has all\n" : "")
      + "(By \(basis) of 32 letters\(found.isWhole ? "" : ", a sample: to within half a percent").)\n"
  }

  private func place(_ place: DuplicateFinding.Place) -> String {
    VisibleText.line(inspection.describe(place))
  }
}
