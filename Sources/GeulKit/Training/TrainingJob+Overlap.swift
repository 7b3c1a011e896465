import GeulCorpus
import GeulStorage
import GeulText
import GeulTraining

/// Validation text that is trained on too.
extension TrainingJob {
  /// Looks for the validation text in what is trained on; nil where there is none, or too little to tell.
  static func overlap(
    _ data: TrainingData, _ tokenizer: Tokenizer
  ) throws(StorageError) -> TextOverlap? {
    guard let validation = data.validation else { return nil }
    return try TextOverlap(
      of: (validation.tokens, validation.range), in: (data.corpus, data.train), tokenizer: tokenizer
    )
  }

  /// A line for a person on validation text that is trained on too; nil where that is little.
  public var overlapNote: String? {
    guard let overlap else { return nil }
    let percent = Int((overlap.share * 100).rounded())
    return "\(percent) % of the validation text is also in the training text"
      + (repeated(overlap).map { " (\($0))" } ?? "") + "; its figure will flatter: "
      + "leave out what occurs twice, or name another --validation-file"
  }

  /// Which file repeats which, where files can be told apart: the pair that most of the windows are of.
  private func repeated(_ overlap: TextOverlap) -> String? {
    guard let validation = data.validation else { return nil }
    let isApart = !settings.validationFiles.isEmpty
    let names = fileNames(settings.corpus, data.corpus)
    let own = isApart ? fileNames(settings.validationFiles, validation.tokens) : names
    var pairs: [[String]: Int] = [:]
    for place in overlap.places {
      guard let name = own(place.own), let original = names(place.other) else { return nil }
      if isApart || name != original { pairs[[name, original], default: 0] += 1 }
    }
    guard let most = pairs.max(by: { ($0.value, $1.key.joined()) < ($1.value, $0.key.joined()) })
    else { return nil }
    let (name, original) = (most.key[0], most.key[1])
    return (name == original ? "\(name) is trained on itself" : "\(name) repeats \(original)")
      + (pairs.count > 1 ? ", …" : "")
  }

  /// What tells the file's name for a place among the symbols; nil of a text whose documents are not its files.
  private func fileNames(_ paths: [String], _ tokens: TokenSequence) -> (Int) -> String? {
    var (files, starts): ([String], [Int]) = ([], [])
    do {
      files = try CorpusSource(paths: paths, for: settings.text.reading).files
      if files.count == tokens.documentCount { starts = try tokens.documentStarts() }
    } catch {
      // A text that has gone meanwhile, or was standard input's, has no names to tell.
    }
    let names = files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    return { position in
      starts.lastIndex { $0 <= position }.map { names[$0] }
    }
  }
}
