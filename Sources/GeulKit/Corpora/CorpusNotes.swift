import GeulText

/// What a user should know of a text that was read, in lines.
///
/// The lines hold characters of the text and names of files as they are: whoever shows them sees to it that a terminal
/// obeys none of them.
public enum CorpusNotes {
  /// What encoding a corpus has changed, and what it left out of the vocabulary; nothing for one that was kept.
  public static func lines(on corpus: EncodedCorpus, isLearned: Bool) -> [String] {
    guard let report = corpus.report else { return [] }
    let lines = lines(on: report)
    guard isLearned && corpus.tokenizer.vocabulary.unknown == .bytes else {
      return lines + unknown(report.unknown, by: corpus.tokenizer, in: "the corpus")
    }
    guard !report.unknown.isEmpty else { return lines }
    return lines + [
      "\(Figures.grouped(report.unknown.count)) rare characters, "
        + "\(Figures.grouped(report.unknown.values.reduce(0, +))) places, are spelled in bytes"
    ]
  }

  /// How many files of each folder are read, and what is passed over.
  public static func lines(on source: CorpusSource) -> [String] {
    source.folders.map { folder in
      let passed = folder.passedOverWords
      return "\(folder.folder): reading \(Figures.counted(folder.files.count, "file"))"
        + (passed.isEmpty ? "" : ", passing over \(passed); --include '*.ENDING' takes them")
    }
  }

  /// What reading has changed.
  public static func lines(on report: CorpusReport) -> [String] {
    var lines: [String] = []
    let names = report.files.map(CorpusSource.name)
    lines += zip(names, report.decodings).compactMap { line(on: $1, of: $0) }
    if report.files.count > 1 {
      lines.append(
        "read \(Figures.grouped(report.scalars)) characters of \(Figures.grouped(report.files.count)) files"
      )
    }
    for (file, extraction) in zip(names, report.extractions) {
      if let extraction { lines.append("\(file): \(words(extraction))") }
    }
    let marks = report.decodings.reduce(0) { $0 + $1.removedLineMarks }
    if marks > 0 {
      lines.append("removed \(Figures.grouped(marks)) byte order marks at beginnings of lines")
    }
    if report.byteOrderMarksRemoved > 0 {
      lines.append("removed \(report.byteOrderMarksRemoved) byte order mark(s)")
    }
    if report.invalidSequences > 0 {
      lines.append(
        "\(Figures.grouped(report.invalidSequences)) ill-formed byte sequences were replaced or left out"
      )
    }
    lines += loss(report.compatibilityLoss)
    if report.newlinesConverted > 0 {
      lines.append(
        "turned \(Figures.grouped(report.newlinesConverted)) CRLF, CR, NEL or U+2028 into LF")
    }
    return lines
  }

  private static func words(_ extraction: ExtractionReport) -> String {
    let taken = extraction.documents - extraction.withoutText
    var text = "took the text out of \(Figures.counted(taken, "document"))"
    let empty = extraction.withoutText - extraction.leftOut
    if empty > 0 { text += "; \(Figures.grouped(empty)) without any" }
    if extraction.leftOut > 0 {
      text += "; left out \(Figures.counted(extraction.leftOut, "record")) as no JSON"
    }
    if extraction.loneSurrogates > 0 {
      text +=
        "; replaced or left out \(Figures.counted(extraction.loneSurrogates, "escape")) of lone surrogates"
    }
    return text
  }

  /// In which encoding a file was read, where that was not named and is not UTF-8.
  static func line(on decoding: DecodingReport, of file: String) -> String? {
    let lines = decoding.lineEncodings.sorted { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
    if !lines.isEmpty {
      let words = lines.map { "\(Figures.counted($0.value, "line")) of \($0.key.displayName)" }
      return "\(file): read \(words.joined(separator: ", "))"
    }
    guard let encoding = decoding.encoding, encoding != .utf8, decoding.guess != nil else {
      return nil
    }
    let percent = Int((decoding.confidence * 100).rounded(.down))
    return "\(file): read as \(encoding.name) (confidence \(percent) %)"
  }

  /// A warning of Hangul that NFKC or NFKD has destroyed.
  private static func loss(_ loss: HangulCompatibilityLoss) -> [String] {
    guard loss.total > 0 else { return [] }
    let most = loss.mostFrequent(8).map { name(of: $0.scalar, $0.count) }
    return [
      "warning: this form turns \(Figures.grouped(loss.total)) Korean characters into others for good "
        + "(ㅋㅋㅋ into three conjoining consonants); --normalize nfc keeps them: "
        + most.joined(separator: ", ")
    ]
  }

  /// Which scalars a tokenizer's vocabulary does not hold, and what became of them in `place`: a line, if there are
  /// any.
  public static func unknown(
    _ unknown: [UInt32: Int], by tokenizer: Tokenizer, in place: String
  ) -> [String] {
    let total = unknown.values.reduce(0, +)
    guard total > 0 else { return [] }
    let commonest = unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8)
    let names = commonest.map { name(of: $0.key, $0.value) }
    let are = total == 1 ? "is" : "are"
    let manner =
      tokenizer.vocabulary.unknown == .bytes ? "spelled in bytes" : "read as one unknown symbol"
    return [
      "\(Figures.grouped(total)) character\(total == 1 ? "" : "s") of \(place) \(are) not in the "
        + "model's vocabulary and \(are) \(manner): "
        + names.joined(separator: ", ") + (unknown.count > 8 ? ", …" : "")
    ]
  }

  /// A scalar and how often it occurs.
  private static func name(of scalar: UInt32, _ count: Int) -> String {
    let name = Unicode.Scalar(scalar).map { "\($0) " } ?? ""
    return "\(name)U+\(String(scalar, radix: 16, uppercase: true)) ×\(count)"
  }
}
