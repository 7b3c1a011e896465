import Foundation
import GeulKit

/// Training events as lines for a person on standard error, or as JSON on standard output.
final class TrainingReporter {
  private let asJSON: Bool
  private let isQuiet: Bool
  private var progress = ProgressLine()
  private let end: String
  private(set) var failure: (any Error)?

  /// `end` says when the run ends, for the progress line.
  init(asJSON: Bool, isQuiet: Bool, end: String) {
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
    if !isQuiet && !asJSON { show(event, out: out) }
  }

  private func show(_ event: TrainingEvent, out: String) {
    switch event {
    case .start(let start):
      progress.print(Self.introduction(start))
    case .step(let step):
      progress.show(
        "step \(step.step)\(end)  epoch \(Figures.fixed(step.epoch, 2))  "
          + "loss \(Figures.fixed(step.loss, 3))  bits/char \(Figures.fixed(step.bitsPerCharacter, 3))  "
          + "\(Figures.grouped(Int(step.charactersPerSecond))) char/s  "
          + "\(Figures.duration(step.secondsLeft)) left")
    case .evaluation(let evaluation):
      progress.print(
        "step \(evaluation.step): validation \(Figures.fixed(evaluation.score.natsPerSymbol, 4)) nats, "
          + "\(Figures.fixed(evaluation.bitsPerCharacter, 3)) bits per character, "
          + "perplexity \(Figures.fixed(evaluation.score.perplexity, 3))"
          + (evaluation.isBest ? "  (best so far)" : ""))
    case .sample(let step, let text):
      let text = TerminalText.visible(text, isTerminal: Output.errorIsTerminal)
      progress.print("--- sample at step \(step) ---\n\(text)\n---")
    case .finished(let outcome):
      progress.print(Self.farewell(outcome, out: out))
    case .checkpoint, .notice: break
    }
  }

  private static func introduction(_ start: TrainingEvent.Start) -> String {
    let verb = start.step > 0 ? "going on from step \(start.step)" : "training"
    return "\(verb): \(Figures.grouped(start.parameters)) parameters, "
      + "vocabulary \(Figures.grouped(start.vocabulary)), "
      + "\(Figures.grouped(start.trainingSymbols)) symbols to train on and "
      + "\(Figures.grouped(start.validationSymbols)) to validate on; "
      + "\(start.lanes) lanes of \(start.sequence) steps, \(start.stepsPerEpoch) steps an epoch, "
      + "\(start.precision), \(start.threads) thread\(start.threads == 1 ? "" : "s")"
  }

  private static func farewell(_ outcome: TrainingOutcome, out: String) -> String {
    var text =
      (outcome.interrupted ? "stopped" : "done") + " after \(outcome.step) steps, "
      + "\(Figures.duration(outcome.seconds)), "
      + "\(Figures.grouped(Int(outcome.charactersPerSecond))) char/s"
    if let best = outcome.best {
      text += "; best validation \(Figures.fixed(best.natsPerSymbol, 4)) nats at step \(best.step)"
    }
    if outcome.interrupted { text += "; saved, go on with --resume --out \(out)" }
    return text
  }
}
