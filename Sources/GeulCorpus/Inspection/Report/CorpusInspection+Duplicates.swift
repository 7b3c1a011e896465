import GeulStorage

extension CorpusInspection {
  /// Files named in a sentence; the JSON has all.
  private static let mostNamed = 3

  /// Advice on what occurs twice.
  var duplicateAdvice: [CorpusRecommendation] {
    let validation = duplicates.validationShare
    var advice: [CorpusRecommendation] = []
    if !duplicates.pairs.isEmpty {
      let named = duplicates.pairs.prefix(Self.mostNamed).map(describe)
      let rest = duplicates.pairs.count - named.count
      advice.append(
        CorpusRecommendation(
          .duplicates,
          named.joined(separator: "; ")
            + (rest > 0 ? "; and \(InspectionText.count(rest, "file")) more" : "")
            + ": a model learns twice what it reads twice; leave out the copies."))
    } else if duplicates.share >= TextOverlap.notableShare, let first = duplicates.first {
      advice.append(
        CorpusRecommendation(
          .duplicates,
          "\(InspectionText.percent(duplicates.share)) of the text stands in it before, first at "
            + "\(describe(first.again)) what is at \(describe(first.original)): see whether it is meant to "
            + "be there twice."))
    }
    if validation >= TextOverlap.notableShare {
      advice.append(
        CorpusRecommendation(
          .duplicates,
          "\(InspectionText.percent(validation)) of the last tenth, on which training validates by default, "
            + "stands in what it trains on too: its figure would flatter. Leave out what occurs twice, or "
            + "validate on another text.", flag: "--validation-file FILE"))
    }
    return advice
  }

  /// A file and the one that it repeats.
  private func describe(_ pair: DuplicateFinding.Pair) -> String {
    let (name, original) = (files[pair.file].source.path, files[pair.of].source.path)
    return pair.isSame
      ? "\(name) is the same text as \(original)"
      : "\(InspectionText.percent(pair.share)) of \(name) is in \(original) too"
  }

  /// A place that was seen twice.
  package func describe(_ place: DuplicateFinding.Place) -> String {
    let line = "line \(InspectionText.number(place.line))"
    return files.count > 1 ? "\(files[place.file].source.path), \(line)" : line
  }

  /// An object.
  var duplicatesJSON: JSONValue {
    [
      "windows": .integer(Int64(duplicates.windows)), "sampled": .bool(!duplicates.isWhole),
      "share": .number(duplicates.share), "validation_share": .number(duplicates.validationShare),
      "first": duplicates.first.map(json) ?? .null,
      "files": .array(
        duplicates.pairs.map { pair in
          [
            "file": .string(files[pair.file].source.path),
            "of": .string(files[pair.of].source.path),
            "same": .bool(pair.isSame), "share": .number(pair.share), "first": json(pair.first),
          ]
        }),
    ]
  }

  private func json(_ twice: DuplicateFinding.Repeat) -> JSONValue {
    ["original": json(twice.original), "again": json(twice.again)]
  }

  private func json(_ place: DuplicateFinding.Place) -> JSONValue {
    ["file": .string(files[place.file].source.path), "line": .integer(Int64(place.line))]
  }
}
