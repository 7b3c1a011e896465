import Foundation
import GeulKit

/// Training events as lines for a person on standard error, or as JSON on standard output.
final class TrainingReporter {
  private let asJSON: Bool
  private let isQuiet: Bool
  private var progress = ProgressLine()
  private let end: String
  /// How long the run is, such as `100 steps`.
  private let length: String
  /// Whether the run is one of steps.
  private var hasSteps = true
  /// V, the perplexity of guessing.
  private var vocabulary = Int.max
  private(set) var failure: (any Error)?

  /// `end` says when the run ends, for the progress line, and `length` how long it is.
  init(asJSON: Bool, isQuiet: Bool, end: String, length: String) {
    self.length = length
    self.asJSON = asJSON
    self.isQuiet = isQuiet
    self.end = end
  }

  /// Tells one event. An error of standard output is kept in `failure` and ends the telling, not the run.
  func tell(_ event: TrainingEvent, settings: RunSettings, out: String) {
    if asJSON {
      guard failure == nil else { return }
      do { try Output.json(event.json(settings: settings, out: out)) } catch { failure = error }
    }
    if case .notice(let text) = event { progress.print("geul: \(text)") }
    if case .guarded(let event) = event { progress.print("geul: \(event)") }
    if asJSON { return }
    // A sample comes in silence only where it was asked for.
    if case .sample = event { show(event, out: out) } else if !isQuiet { show(event, out: out) }
  }

  private func show(_ event: TrainingEvent, out: String) {
    switch event {
    case .start(let start):
      hasSteps = start.chunks != nil
      vocabulary = start.vocabulary
      progress.print(Self.introduction(start))
    case .step(let step):
      // What one looks for stands first: a narrow terminal shows no more than has room.
      progress.show(
        "step \(step.step)\(end)  \(Figures.duration(step.secondsLeft)) left  "
          + "loss \(Figures.fixed(step.loss, 3))  bits/char \(Figures.fixed(step.bitsPerCharacter, 3))  "
          + "\(Figures.grouped(step.charactersPerSecond)) char/s  epoch \(Figures.fixed(step.epoch, 2))"
      )
    case .counting(let counting):
      progress.show(Self.line(counting))
    case .evaluation(let evaluation):
      progress.print(line(evaluation))
    case .sample(let step, let text):
      let heading = "--- sample\(hasSteps ? " at step \(step)" : "") ---"
      let shown = Output.errorIsTerminal ? SampleView.brief(text, columns: Output.columns) : text
      progress.print(lines: "\(heading)\n\(shown)\n---\n")
    case .finished(let outcome):
      progress.print(farewell(outcome, out: out))
      if let advice = outcome.advice { progress.print("advice: \(advice.message)") }
    case .checkpoint, .notice, .guarded: break
    }
  }

  private func line(_ evaluation: TrainingEvent.Evaluation) -> String {
    let training = evaluation.trainingNatsPerSymbol.map { " (training \(Figures.fixed($0, 4)))" }
    return (hasSteps ? "step \(evaluation.step): " : "")
      + "validation \(Figures.fixed(evaluation.score.natsPerSymbol, 4)) nats\(training ?? ""), "
      + "\(Figures.fixed(evaluation.bitsPerCharacter, 3)) bits per character, "
      + "perplexity \(Figures.perplexity(evaluation.score.perplexity))\(note(on: evaluation))"
  }

  private func note(on evaluation: TrainingEvent.Evaluation) -> String {
    if evaluation.score.perplexity > Double(vocabulary) { return "  (worse than guessing)" }
    guard hasSteps && evaluation.isBest else { return "" }
    let was = evaluation.previousBest.map { ", was \(Figures.fixed($0.natsPerSymbol, 4))" }
    return "  (best so far\(was ?? ""))"
  }

  private static func introduction(_ start: TrainingEvent.Start) -> String {
    var text = start.step > 0 ? "going on from step \(start.step): " : "training: "
    if start.chunks == nil { text = start.step > 0 ? "counted before: " : "counting: " }
    if let parameters = start.parameters { text += "\(Figures.grouped(parameters)) parameters, " }
    text +=
      "vocabulary \(Figures.grouped(start.vocabulary)), "
      + "\(Figures.grouped(start.trainingSymbols)) symbols to train on and "
      + "\(Figures.grouped(start.validationSymbols)) to validate on; "
    if let chunks = start.chunks {
      text +=
        "\(chunks.lanes) lanes of \(chunks.sequence) steps\(words(on: chunks.order)), "
        + "\(chunks.stepsPerEpoch) steps an epoch, "
        + "\(chunks.precision), "
    }
    return text + "\(start.threads) thread\(start.threads == 1 ? "" : "s")"
  }

  private static func words(on order: ChunkOrder) -> String {
    switch order {
    case .carried: ""
    case .reset: ", each from nothing"
    case .random: " from random places"
    }
  }

  private static func line(_ counting: TrainingEvent.Counting) -> String {
    switch counting.stage {
    case .counting:
      "counted \(Figures.grouped(counting.symbols)) of \(Figures.grouped(counting.total)) symbols  "
        + "\(Figures.grouped(counting.charactersPerSecond)) char/s"
    case .merging: "putting the counts together  \(Figures.duration(counting.seconds))"
    case .estimating: "reckoning probabilities  \(Figures.duration(counting.seconds))"
    }
  }

  private func farewell(_ outcome: TrainingOutcome, out: String) -> String {
    if outcome.sessionSteps == 0, !outcome.interrupted {
      return hasSteps
        ? "nothing was left to do: the run had its \(length); give more with --steps, --epochs or --minutes"
        : "nothing was left to do: the text was counted before"
    }
    var text =
      (outcome.interrupted ? "stopped" : "done") + " after "
      + (hasSteps ? "\(outcome.step) steps, " : "") + "\(Figures.duration(outcome.seconds)), "
      + "\(Figures.grouped(outcome.charactersPerSecond)) char/s"
    if !hasSteps {
      let parameters = outcome.parameters.map { "; \(Figures.grouped($0)) parameters" } ?? ""
      guard outcome.interrupted else { return text + parameters }
      return text + "; --resume --out \(out) "
        + (outcome.parameters == nil ? "begins to count anew" : "scores what was counted")
    }
    if let best = outcome.best {
      text += "; best validation \(Figures.fixed(best.natsPerSymbol, 4)) nats at step \(best.step)"
    }
    if outcome.interrupted { text += "; saved, go on with --resume --out \(out)" }
    return text
  }
}
