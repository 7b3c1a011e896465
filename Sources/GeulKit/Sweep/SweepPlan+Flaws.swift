import GeulText
import GeulTraining

extension SweepPlan {
  /// The most runs of a sweep.
  public static let mostRuns = 10_000

  /// Throws `RequestError`, wrong usage, or `TextError` for a plan that makes no sense, before any text is read.
  public func check() throws {
    guard !corpus.isEmpty else {
      throw RequestError.usage("expected a corpus to train on: a file or a folder of texts")
    }
    guard !corpus.contains(CorpusSource.standardInput) else {
      throw RequestError.usage(
        "expected a corpus that each run can read, found -, standard input, which is read once; name a file"
      )
    }
    guard !variants.isEmpty, !seeds.isEmpty else {
      throw RequestError.usage("expected something to compare, found no variant or no seed")
    }
    guard variants.count <= Self.mostRuns / seeds.count else {
      throw RequestError.usage(
        "expected at most \(Self.mostRuns) runs, found \(variants.count) variants of \(seeds.count) seeds"
      )
    }
    try refuseRepetitions()
    for variant in variants {
      do { try check(variant) } catch let error as RequestError {
        throw RequestError(error.kind, "\(variant.name): \(error.description)")
      }
    }
  }

  private func refuseRepetitions() throws(RequestError) {
    var names: [String: String] = [:]
    for variant in variants {
      // A file system may take capitals for small letters.
      let folder = Self.folderName(variant.name).lowercased()
      if let other = names[folder] {
        throw .usage(
          other == variant.name
            ? "expected variants that differ, found two called '\(other)'"
            : "expected variants whose folders differ, found '\(other)' and '\(variant.name)'; rename one"
        )
      }
      names[folder] = variant.name
    }
    if Set(seeds).count < seeds.count {
      throw .usage(
        "expected seeds that differ, found \(seeds.map(String.init).joined(separator: ", "))")
    }
  }

  private func check(_ variant: Variant) throws {
    let (request, name) = (variant.request, variant.request.model.name)
    try request.text.check()
    try request.training.refuseIgnored(by: name)
    let training = try request.training.configuration()
    let model = try request.model.configuration(vocabulary: 2)
    if training.validation == 0, request.validationFile == nil {
      throw RequestError.usage(
        "--validation 0 leaves nothing to compare the runs by; keep some text from training")
    }
    guard let budget, model.hidden != nil, request.model.hidden != nil else { return }
    let isMeasure = budget == .ofFirst && variant.name == variants.first?.name
    guard isMeasure else {
      throw RequestError.usage(
        "--hidden is what a budget of parameters solves for; leave it out"
          + (budget == .ofFirst ? ", or give it to the first variant alone" : ""))
    }
  }
}
