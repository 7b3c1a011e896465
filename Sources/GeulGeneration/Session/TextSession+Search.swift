import GeulCompute
import GeulModel
import GeulText
import GeulWork

extension TextSession {
  /// The best continuations from here that a beam search finds, the best first; the session stays where it is.
  ///
  /// At temperature 0 they are the most probable that the beam has seen, above it draws without replacement (see
  /// `BeamSearch`). Asked to `stop`, it ends before the next step.
  public func search(
    _ settings: WritingSettings, beam: BeamSettings,
    sampling: SamplingSettings = SamplingSettings(temperature: 0), seed: UInt64 = 1,
    stop: StopRequest = StopRequest()
  ) -> [Generation] {
    var random = RandomStream(seed: seed, purpose: RandomPurpose.text)
    let found = beamSearch(beam).search(
      after: last, recent: recent.symbols, text: HypothesisWriter(grammar, settings),
      length: settings.length, sampling: sampling, random: &random, stop: stop)
    return found.map { result in
      var generation = replay(result, settings)
      generation.score = result.score
      if settings.alternatives > 0 {
        generation.alternatives = alternatives(to: generation.symbols, settings.alternatives)
      }
      return generation
    }
  }

  /// The text of a hypothesis, up to its last whole character where it was asked to stop.
  private func replay(_ result: BeamResult<HypothesisWriter>, _ settings: WritingSettings)
    -> Generation
  {
    let isStopped = result.finishReason == .stopped
    let count = isStopped ? closedCount(result.symbols) : result.symbols.count
    var writer = TextWriter(grammar, settings)
    for (id, log) in zip(result.symbols, result.logProbabilities).prefix(count) {
      _ = writer.push(id, logProbability: Double(log))
    }
    _ = writer.finish(isStopped ? .stopped : .length)
    return writer.generation
  }

  /// How many of the symbols come before a character that is not whole.
  private func closedCount(_ symbols: [UInt32]) -> Int {
    var (state, count) = (SymbolGrammar.State.closed, 0)
    for (place, id) in symbols.enumerated() {
      state = grammar.next(state, after: id)
      if grammar.isClosed(state) { count = place + 1 }
    }
    return count
  }

  /// The most probable symbols at each place of a text that goes on from here.
  private func alternatives(to symbols: [UInt32], _ count: Int) -> [[SymbolChance]] {
    keepingPlace {
      symbols.map { id in
        var best: [SymbolChance] = []
        step { logs in
          best = SymbolChance.best(count, of: logs)
          return id
        }
        return best
      }
    }
  }
}
