import GeulKit

/// An inspection as a person reads it.
struct CorpusInspectionReport {
  /// Files shown one by one; the JSON has all.
  static let mostFiles = 20
  private static var columns: Int { Output.isTerminal ? Output.columns : 80 }

  let inspection: CorpusInspection

  init(_ inspection: CorpusInspection) { self.inspection = inspection }

  /// All sections, an empty line between them.
  var text: String {
    let sections =
      inspection.scalars == 0
      ? [overview, advice]
      : [overview, files, scripts, kinds, vocabulary, rarest, mojibake, duplicates, advice]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var overview: String {
    var table = TextTable([.left, .left])
    let files = inspection.files
    let only = files.count == 1 ? files.first : nil
    table.add(["text", only.map { name($0.source.path) } ?? count(files.count, "file")])
    table.add(["encoding", encodings])
    if let reason = only?.source.guess?.reason { table.add(["", reason]) }
    var size = "\(count(inspection.bytes, "byte")), \(count(inspection.scalars, "character"))"
    let graphemes = inspection.vocabulary(.grapheme, .none).length
    size += ", \(count(graphemes, "grapheme")), \(count(inspection.lines, "line"))"
    table.add(["size", size])
    if let line = inspection.longestLine {
      let file = only == nil ? " of \(name(files[line.file].source.path))" : ""
      table.add([
        "longest line",
        "\(count(line.scalars, "character")), line \(Figures.grouped(line.line))\(file)",
      ])
    }
    table.add(["lines end", newlines(inspection.newlines)])
    table.add(["normal form", form(inspection.normalForm)])
    if let place = inspection.normalForm.firstNotNFC {
      table.add(["", "not NFC from \(describe(place))"])
    }
    if inspection.normalForm.firstNotNFC != nil, let place = inspection.normalForm.firstNotNFD {
      table.add(["", "not NFD from \(describe(place))"])
    }
    return table.text()
  }

  private var encodings: String {
    var groups: [(name: String, files: Int, least: Double)] = []
    for file in inspection.files.map(\.source) {
      if let place = groups.firstIndex(where: { $0.name == file.encoding }) {
        groups[place].files += 1
        groups[place].least = min(groups[place].least, file.confidence)
      } else {
        groups.append((file.encoding, 1, file.confidence))
      }
    }
    let marks = inspection.files.count { $0.source.hasByteOrderMark }
    let parts = groups.map { group in
      let number = inspection.files.count > 1 ? ", \(count(group.files, "file"))" : ""
      return "\(group.name) (confidence \(InspectionText.percent(group.least))\(number))"
    }
    return (parts + (marks > 0 ? [count(marks, "byte order mark")] : [])).joined(separator: ", ")
  }

  private var files: String {
    guard inspection.files.count > 1 else { return "" }
    var table = TextTable(
      [.left, .right, .right, .right, .left, .left, .left],
      heading: ["file", "bytes", "characters", "lines", "encoding", "lines end", "form"])
    for file in inspection.files.prefix(Self.mostFiles) {
      let ends = newlines(file.newlines, withNumbers: false)
      table.add([
        name(file.source.path), Figures.grouped(file.source.bytes), Figures.grouped(file.scalars),
        Figures.grouped(file.lines), file.source.encoding, ends, form(file.normalForm),
      ])
    }
    let rest = inspection.files.count - Self.mostFiles
    return table.text() + (rest > 0 ? "and \(count(rest, "file")) more; --json has all\n" : "")
  }

  private var scripts: String {
    var table = TextTable(
      [.left, .right, .right, .right], heading: ["script", "characters", "share", "distinct"])
    for script in inspection.characters.scripts {
      table.add([script.script.rawValue] + figures(script.count, script.distinct))
    }
    return table.text()
  }

  private var kinds: String {
    guard !inspection.characters.kinds.isEmpty else { return "" }
    var table = TextTable(
      [.left, .right, .right, .right, .left],
      heading: ["kind", "characters", "share", "distinct", "most frequent"])
    for kind in inspection.characters.kinds {
      let examples = kind.examples.map { symbol($0.scalar) }.joined(separator: " ")
      let words = kind.kind.rawValue.split(separator: "_").joined(separator: " ")
      table.add([words] + figures(kind.count, kind.distinct) + [examples])
    }
    return table.text()
  }

  private var vocabulary: String {
    var table = TextTable(
      [.left] + NormalizationForm.allCases.map { _ in .right },
      heading: ["vocabulary"] + NormalizationForm.allCases.map(\.rawValue))
    for unit in TextUnit.allCases {
      table.add([unit.rawValue] + sizes(unit, \.symbols))
    }
    table.add(["of scalars, once"] + sizes(.scalar, \.once))
    for unit in TextUnit.allCases {
      table.add(
        ["length in \(unit == .jamo ? "jamo" : unit.rawValue + "s")"] + sizes(unit, \.length))
    }
    return table.text() + "(A run has 256 symbols more, for the bytes of what is left out.)\n"
      + (inspection.isComplete
        ? "" : "not exact: too many or too long sequences of marks or jamo\n")
  }

  private func sizes(
    _ unit: TextUnit, _ figure: (VocabularySize) -> Int
  ) -> [String] {
    NormalizationForm.allCases.map { Figures.grouped(figure(inspection.vocabulary(unit, $0))) }
  }

  private var rarest: String {
    guard !inspection.rarest.isEmpty else { return "" }
    var table = TextTable(
      [.right, .left, .left, .left], heading: ["count", "rarest", "first at", "context"])
    let rows = inspection.rarest.map { sighting in
      [
        Figures.grouped(sighting.count), symbol(sighting.scalar, named: true),
        describe(sighting.place),
      ]
    }
    let widest = (0..<3).map { column in rows.map { DisplayWidth.columns($0[column]) }.max() ?? 0 }
    let room = Self.columns - max(5, widest[0]) - widest[1] - widest[2] - 6
    for (row, sighting) in zip(rows, inspection.rarest) {
      table.add(row + [context(of: sighting, columns: room)])
    }
    return table.text()
  }

  /// A scalar in what stands around it, as much of that as there is room for on both sides.
  private func context(of sighting: Sighting, columns: Int) -> String {
    let middle = "[\(InspectionText.visible([sighting.scalar]))]"
    let room = max(4, (columns - DisplayWidth.columns(middle)) / 2)
    func fits(_ scalars: ArraySlice<UInt32>) -> Bool {
      DisplayWidth.columns(InspectionText.visible(Array(scalars))) <= room
    }
    var (before, after) = (sighting.before[...], sighting.after[...])
    while !fits(before) { before.removeFirst() }
    while !fits(after) { after.removeLast() }
    return InspectionText.visible(Array(before)) + middle + InspectionText.visible(Array(after))
  }

  private var mojibake: String {
    guard !inspection.mojibake.isEmpty else { return "" }
    var table = TextTable([.left, .left, .left], heading: ["probable mojibake", "at", "text"])
    for mojibake in inspection.mojibake {
      for example in mojibake.examples {
        let reading =
          mojibake.kind == .utf8AsLatin1 || mojibake.kind == .legacyAsLatin1
          ? " was " + InspectionText.visible(example.reading) : ""
        let kind = mojibake.kind.rawValue.split(separator: "_").joined(separator: " ")
        table.add([
          kind, describe(example.place), InspectionText.visible(example.text) + reading,
        ])
      }
    }
    return table.text()
  }

  private var advice: String {
    let all = inspection.recommendations
    guard !all.isEmpty else { return "nothing to advise: the text can be trained on as it is\n" }
    return "advice\n"
      + all.map { recommendation in
        let flag = recommendation.flag.map { " [\($0)]" } ?? ""
        return "- "
          + TextTable.wrapped(recommendation.message + flag, columns: Self.columns, indent: 2)
          + "\n"
      }.joined()
  }
}
