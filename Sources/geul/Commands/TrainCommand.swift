import ArgumentParser
import Foundation
import GeulKit

/// `geul train`: a corpus to checkpoints of a model.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a model on text.",
    discussion: """
      Examples:
        geul train corpora/korean.txt --minutes 5
        geul train novel.txt --layers 2 --hidden 512 --dropout 0.2 --epochs 20 --sample-every 500
        geul train novel.txt --model ngram --order 5
        geul train novel.txt --resume
      Ctrl-C saves a checkpoint and ends; --resume goes on from it (ngram counts anew).
      """)

  @OptionGroup var options: TrainOptions

  func run() throws {
    let words = try Array(GivenArguments.read().dropFirst())
    let (options, keys) = try self.options.withConfiguration(words)
    do { try run(options) } catch { throw keys?.blaming(error, typed: words) ?? error }
  }

  private func run(_ options: TrainOptions) throws {
    let request = try options.request()
    let out = try request.runFolder()
    // Whoever reads the events may leave; the run goes on.
    Signals.heedStops(watchingOutput: false)
    let folder = NewFolder(out)
    let job: TrainingJob
    do { job = try makeJob(options, request) } catch {
      folder.removeIfEmpty()
      throw error
    }
    // The events say it by themselves.
    if !options.quiet && !options.json {
      for line in job.choiceNotes { Notes.line(line) }
      if let line = job.overlapNote { Notes.line(line) }
    }
    // A person who looks on sees what the model writes so far.
    if Output.errorIsTerminal && !options.quiet && !options.json {
      job.course.showSamples(every: .seconds(20))
    }
    job.course.noteStops { Signals.name }
    try train(job, options, out)
  }

  private func train(_ job: TrainingJob, _ options: TrainOptions, _ out: String) throws {
    let reporter = TrainingReporter(
      asJSON: options.json, isQuiet: options.quiet,
      end: job.settings.training.steps.map { "/\($0)" } ?? "",
      length: job.settings.training.length)
    Signals.announceSaving()
    let outcome = try job.train(stop: Signals.stop) { event in
      reporter.tell(event, settings: job.settings, out: out)
    }
    if outcome.interrupted { try Signals.ending.check() }
    if let failure = reporter.failure { throw failure }
    guard let checkpoint = outcome.checkpoint, !options.json && !options.quiet else { return }
    try Output.line(checkpoint)
  }

  private func makeJob(_ options: TrainOptions, _ request: TrainingRequest) throws -> TrainingJob {
    var request = request
    request.choosesByText = true
    let progress = EncodingProgress()
    defer { progress.clear() }
    var listener = TrainingJob.Listener(
      note: { Notes.line($0) }, reading: { progress.show($0, of: $1) })
    if options.resume {
      return try TrainingJob.resuming(request, stop: Signals.stop, tell: listener)
    }
    if options.quiet { listener.note = { _ in } }
    return try TrainingJob(new: request, stop: Signals.stop, tell: listener)
  }
}
