import GeulCompute
import GeulModel
import GeulWork

/// A search for the most probable continuations of what a predictor has read, or, at a temperature above 0, for draws
/// without replacement (stochastic beam search).
///
/// K hypotheses are read as K lanes of one call, each going on from the lane of its parent. In every step those that
/// have ended and the continuations of the live ones compete for the K places: by Σ ln p, or by their perturbed
/// log-probabilities. The search ends when all places have ended or the length is reached.
public final class BeamSearch<Predictor: SequencePredictor> {
  /// How it searches.
  public let settings: BeamSettings

  private let predictor: Predictor
  private let lanes: Predictor
  private let sameLane: [Int]

  /// A search from where `predictor`, of one lane, stands whenever `search` is called.
  ///
  /// It costs the memory of K lanes, which later searches use again. Stops the program if `settings` has a flaw.
  public init(_ predictor: Predictor, settings: BeamSettings) {
    if let flaw = settings.flaw { preconditionFailure(flaw) }
    precondition(predictor.lanes == 1, "a search begins at 1 lane, not \(predictor.lanes)")
    self.settings = settings
    self.predictor = predictor
    lanes = predictor.sibling(lanes: settings.width, steps: 1)
    sameLane = [Int](repeating: 0, count: settings.width)
  }

  /// The best continuations by at most `length` symbols, the best first; the predictor's state stays as it is.
  ///
  /// `last` is the symbol that the predictor has yet to read, `recent` ends with it and is what a repetition penalty
  /// sees of the past, `text` is the empty text. At temperature 0 nothing is drawn from `random`: the filters say which
  /// symbols may come, as they would at temperature 1, and Σ ln p / n^α orders the results. Above 0 the results are
  /// distinct draws from the filtered distribution, each an exact sample given that those before it may not come again,
  /// in the order drawn. Of hypotheses that spell the same text the first by rank goes on: the most probable, or of
  /// draws the one drawn first. Asked to `stop`, it ends before the next step. Stops the program if `sampling` has a flaw.
  public func search<Text: HypothesisText>(
    after last: UInt32, recent: [UInt32] = [], text: Text, length: Int,
    sampling: SamplingSettings = SamplingSettings(temperature: 0), random: inout RandomStream,
    stop: StopRequest = StopRequest()
  ) -> [BeamResult<Text>] {
    var run = BeamRun(settings, sampling, text: text, recent: recent, random: random)
    var symbols = sameLane.map { _ in last }
    var sources = sameLane
    lanes.state = predictor.state.gathering(sameLane)
    var reason = BeamResult<Text>.FinishReason.length
    var remaining = max(0, length)
    while remaining > 0 && run.isLive {
      if stop.isRequested {
        reason = .stopped
        break
      }
      lanes.read(symbols, after: sources, predicting: .last)
      lanes.withLogProbabilities { run.step($0, lanes: symbols.count, remaining: remaining) }
      run.fill(&symbols, &sources)
      remaining -= 1
    }
    random = run.random
    return run.finish(reason)
  }
}
