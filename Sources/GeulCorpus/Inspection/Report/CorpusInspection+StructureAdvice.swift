import GeulText

/// What of the text is marks, which a model would learn as it learns letters.
extension CorpusInspection {
  /// From so many marks on they are no accident.
  private static let fewestMarks = 3
  /// Fewer marks than one in so many characters are a matter of the text.
  private static let sparsest = 2_000

  var structureAdvice: [CorpusRecommendation] {
    let structured = files.filter { $0.structure.format != nil }
    if let file = structured.first, let format = file.structure.format {
      let others =
        structured.count > 1
        ? " and \(InspectionText.count(structured.count - 1, "file")) more" : ""
      return [advice(on: file, format, others: others)]
    }
    let marks = files.reduce(0) {
      $0 + $1.structure.tags + $1.structure.references + $1.structure.escapes
    }
    guard marks >= Self.fewestMarks, marks * Self.sparsest >= scalars,
      let first = files.compactMap(\.structure.firstMark).first
    else { return [] }
    let isMarkup = files.contains { $0.structure.tags + $0.structure.references > 0 }
    return [
      CorpusRecommendation(
        .structure,
        "\(this(files.map(\.structure))), first at \(describe(first)), would be learnt as letters.",
        flag: isMarkup ? "--text-of html" : nil)
    ]
  }

  private func advice(
    on file: FileInspection, _ format: StructuredFormat, others: String
  ) -> CorpusRecommendation {
    let marks = this([file.structure])
    let held = marks.isEmpty ? "" : ", with \(marks)"
    let subject = "\(file.source.path)\(others): this is \(format.words)\(held)"
    let field = file.structure.fields.first
    let names = file.structure.fields.prefix(8).joined(separator: ", ")
    switch format {
    case .jsonLines, .json:
      return CorpusRecommendation(
        .structure,
        subject
          + ": braces, keys and escapes would be learnt as letters. Take the text out by its field"
          + (names.isEmpty ? "." : " (here \(names))."), flag: "--text-of \(field ?? "FIELD")")
    case .table:
      return CorpusRecommendation(
        .structure,
        subject + ": every column would be learnt. Take the text out by its column"
          + (names.isEmpty ? "." : " (here \(names))."), flag: "--text-of \(field ?? "COLUMN")")
    case .html, .xml:
      return CorpusRecommendation(
        .structure, subject + ", which would be learnt as letters. Take the text out.",
        flag: "--text-of html")
    case .subtitles:
      return CorpusRecommendation(
        .structure,
        subject
          + ": numbers and time codes would be learnt with the words. Remove their lines first.")
    case .markdown:
      return CorpusRecommendation(
        .structure,
        subject + ": its marks (#, *, [](), ```) are learnt with the text, which may be meant.")
    case .mail:
      return CorpusRecommendation(
        .structure,
        subject + ": headers and quotations would be learnt with the text. Export the bodies first."
      )
    }
  }

  /// The marks in words; empty without any.
  private func this(_ structures: [TextStructure]) -> String {
    let counts = [
      (structures.reduce(0) { $0 + $1.tags }, "tag"),
      (structures.reduce(0) { $0 + $1.references }, "character reference (&nbsp;, &#45576;)"),
      (structures.reduce(0) { $0 + $1.escapes }, "escape (\\uB208)"),
    ]
    let plurals = [
      "tags", "character references (&nbsp;, &#45576;)", "escapes (\\uB208, a letter each)",
    ]
    return zip(counts, plurals).filter { $0.0.0 > 0 }
      .map { InspectionText.count($0.0.0, $0.0.1, $0.1) }.joined(separator: ", ")
  }

  var joinedFilesAdvice: [CorpusRecommendation] {
    let marks = files.reduce(0) { $0 + $1.structure.lineMarks }
    guard marks > 0, let first = files.compactMap(\.structure.firstLineMark).first else {
      return []
    }
    return [
      CorpusRecommendation(
        .joinedFiles,
        "\(InspectionText.count(marks, "byte order mark")) (U+FEFF) at the beginning of a line, first at "
          + "\(describe(first)): files were joined here, and each brought its own. They would be learnt as letters.",
        flag: "--byte-order-marks lines")
    ]
  }
}
