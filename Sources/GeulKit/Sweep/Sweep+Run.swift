import Foundation
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// One run of a sweep, from its request to its result.
extension Sweep {
  /// Seconds between checkpoints, if nobody says otherwise: the most that a kill costs.
  private static let saveSeconds = 10.0

  /// Trains run `index` to its end; nil where it was stopped before, and saved.
  func train(
    _ index: Int, threads: Int, stop: StopRequest, tell: @escaping (SweepEvent) -> Void
  ) throws -> SweepResult? {
    let run = plan.runs[index]
    let name = plan.variants[run.variant].name
    let job = try job(run, threads: threads, stop: stop) {
      tell(SweepEvent(run: index, kind: .note($0)))
    }
    try refuseOtherText(job, run)
    if let line = job.overlapNote { tell(SweepEvent(run: index, kind: .note(line))) }
    job.course.noteStops(by: cause)
    tell(SweepEvent(run: index, kind: .begun(step: job.course.progress.step)))
    var failure: String?
    do throws(TrainingError) {
      let outcome = try job.train(stop: stop) { tell(SweepEvent(run: index, kind: .training($0))) }
      if outcome.interrupted { return nil }
    } catch {
      switch error {
      case .diverged, .nothingLearnt: failure = error.description
      default: throw error
      }
    }
    let result = SweepResult(job, variant: name, seed: run.seed, failure: failure)
    try AtomicFile(path(of: run) + "/" + SweepResult.fileName).write(
      result.json.serialized(pretty: true))
    tell(SweepEvent(run: index, kind: .ended(result)))
    return result
  }

  private func job(
    _ run: SweepPlan.Run, threads: Int, stop: StopRequest, note: @escaping (String) -> Void
  ) throws -> TrainingJob {
    let folder = RunFolder(path(of: run))
    let listener = TrainingJob.Listener(note: note)
    var request = request(of: run, threads: threads)
    let isCounting = try folder.hasBeginning()
    let isBegun = try !folder.steps().isEmpty || isCounting
    guard isBegun else {
      return try TrainingJob(new: request, stop: stop, tell: listener)
    }
    try refuseOtherSettings(run)
    // The run has the text as it was when it began.
    request.corpus = []
    return try TrainingJob.resuming(request, stop: stop, tell: listener)
  }

  /// What a run is asked for.
  private func request(of run: SweepPlan.Run, threads: Int) -> TrainingRequest {
    var request = plan.variants[run.variant].request
    (request.corpus, request.out) = (plan.corpus, path(of: run))
    request.training.threads = threads
    if let seed = run.seed {
      request.training.seed = seed
      request.training.saveEvery = request.training.saveEvery ?? .seconds(Self.saveSeconds)
    }
    return request
  }

  /// A run's folder.
  func path(of run: SweepPlan.Run) -> String { folder + "/" + run.folder }

  /// What came of a run that has ended; nil of one that has not. Throws `StorageError`, and `RequestError` where the run
  /// is another than the plan's.
  func result(of run: SweepPlan.Run) throws -> SweepResult? {
    let folder = path(of: run)
    let file = folder + "/" + SweepResult.fileName
    guard try FileSystem.current.exists(file), try !RunFolder(folder).steps().isEmpty else {
      return nil
    }
    try refuseOtherSettings(run)
    return try SweepResult(
      JSONReader(try readFile(file, limit: 1 << 20), file: file),
      variant: plan.variants[run.variant].name, folder: folder)
  }

  /// Throws `RequestError` where the folder's run was asked for something else than the plan asks for.
  private func refuseOtherSettings(_ run: SweepPlan.Run) throws {
    let folder = RunFolder(path(of: run))
    let checkpoint = try folder.steps().last.map(folder.checkpoint) ?? folder.beginning
    let kept = try RunSettings(checkpoint: checkpoint)
    let request = request(of: run, threads: kept.training.threads)
    var training = try request.training.configuration()
    // What is not of the result may be another.
    (training.saveEvery, training.keep) = (kept.training.saveEvery, kept.training.keep)
    let expected = RunSettings(
      model: try request.model.configuration(vocabulary: kept.model.vocabulary),
      training: training, text: try request.text.settings(for: request.corpus),
      corpus: request.corpus.map(TrainingRequest.absolute),
      validationFiles: request.validationFile.map { [TrainingRequest.absolute($0)] } ?? [],
      testFiles: request.testFile.map { [TrainingRequest.absolute($0)] } ?? [],
      corpusFingerprint: kept.corpusFingerprint, corpusSymbols: kept.corpusSymbols)
    guard let difference = Self.difference(expected.json, kept.json) else { return }
    throw RequestError(
      .cannotCreate,
      "\(folder.path): expected the run of this sweep, found one with \(difference); choose another --out, or remove "
        + "that folder")
  }

  /// The first member of which two settings have different values, for a person; nil where there is none.
  private static func difference(
    _ expected: JSONValue, _ found: JSONValue, _ name: String = ""
  ) -> String? {
    guard case .object(let one) = expected, case .object(let other) = found else {
      func text(_ value: JSONValue) -> String {
        String(decoding: value.serialized(), as: UTF8.self)
      }
      return expected == found ? nil : "\(name) \(text(found)) instead of \(text(expected))"
    }
    for member in one.members {
      let found = difference(member.value, other[member.key] ?? .null, member.key)
      if let found { return found }
    }
    return nil
  }

  /// Throws `RequestError` where the corpus is not the one that runs before have read in the same way.
  private func refuseOtherText(_ job: TrainingJob, _ run: SweepPlan.Run) throws(RequestError) {
    let text = plan.variants[run.variant].request.text
    for row in summary.rows where plan.variants[row.variant].request.text == text {
      guard
        let other = row.results.first(where: {
          $0.corpusFingerprint != job.settings.corpusFingerprint
        })
      else { continue }
      throw RequestError(
        .badData,
        "\(plan.corpus.joined(separator: ", ")): the text is not the one that \(other.folder) was trained on, and the two "
          + "would not compare; put it back, or choose another --out")
    }
  }
}

extension SweepPlan {
  /// The plan with the hidden sizes that its budget asks for. With one, the corpus is read, once for each way in which
  /// variants read it.
  func solved(stop: StopRequest) throws -> SweepPlan {
    guard let budget else { return self }
    var (plan, parameters) = (self, 0)
    if case .number(let number) = budget { parameters = number }
    var vocabularies: [(text: TextChoices, count: Int)] = []
    for index in variants.indices {
      let request = variants[index].request
      var vocabulary = vocabularies.first { $0.text == request.text }?.count
      if vocabulary == nil {
        let encoded = try request.text.encode(corpus, to: .temporary, stop: stop)
        vocabulary = encoded.tokenizer.symbolCount
        vocabularies.append((request.text, encoded.tokenizer.symbolCount))
      }
      let model = try request.model.configuration(vocabulary: vocabulary ?? 0)
      if index == 0, budget == .ofFirst {
        guard let count = model.parameterCount else {
          throw RequestError.usage(
            "\(variants[0].name): a \(model.name.rawValue) has as many parameters as its text has it count; give the budget "
              + "as a number")
        }
        parameters = count
        continue
      }
      if let hidden = try ParameterBudget.fitting(model, parameters) {
        plan.variants[index].request.model.hidden = hidden
      }
    }
    return plan
  }
}
