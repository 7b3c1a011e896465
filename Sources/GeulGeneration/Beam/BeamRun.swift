import GeulCompute

/// One search: the hypotheses, and what they compete with.
///
/// `step` says how log-probabilities change them, `finish` what becomes of them.
struct BeamRun<Text: HypothesisText> {
  typealias FinishReason = BeamResult<Text>.FinishReason

  /// What continuations are ranked by.
  enum Ranking {
    /// Σ ln p of all that may come.
    case plain
    /// Σ ln p, after the repetition penalty, of those that the filters keep.
    case filtered
    /// The perturbed Σ ln q.
    case perturbed
  }

  /// What no two hypotheses have in common.
  struct Identity: Hashable {
    let key: Text.MergeKey
    let hasEnded: Bool
  }

  /// Hypotheses and, at the same index, their texts.
  struct Hypotheses {
    /// One for each lane that is in use, the best first.
    var live: [Hypothesis] = []
    /// Of each live hypothesis; nil once it was handed on.
    var texts: [Text?] = []
    /// Those that have ended and still have a place.
    var ended: [Hypothesis] = []
    var endedTexts: [(text: Text, reason: FinishReason)] = []

    var count: Int { live.count + ended.count }

    mutating func removeAll() {
      live.removeAll(keepingCapacity: true)
      texts.removeAll(keepingCapacity: true)
      ended.removeAll(keepingCapacity: true)
      endedTexts.removeAll(keepingCapacity: true)
    }
  }

  let settings: BeamSettings
  let sampling: SamplingSettings
  let ranking: Ranking
  /// Whether texts may be spelled in several ways.
  let merges: Bool
  /// What a repetition penalty sees of the past.
  let recent: [UInt32]
  var random: RandomStream

  var hypotheses = Hypotheses()
  var tree = HypothesisTree()
  /// How many have ended so far.
  var endings = 0

  // What follows is memory of a step, kept for the next.
  var next = Hypotheses()
  var identities: Set<Identity> = []
  var places = BeamPlaces()
  var chain: SamplingChain
  var children = PerturbedChildren()
  /// What may not come, for each lane.
  var excluded: [[UInt32]] = []
  /// How many children each lane has that are to be made.
  var shares: [Int] = []
  /// The random numbers of each lane in this step.
  var streams: [RandomStream] = []
  var window: [UInt32] = []

  init(
    _ settings: BeamSettings, _ sampling: SamplingSettings, text: Text, recent: [UInt32],
    random: RandomStream
  ) {
    self.settings = settings
    self.sampling = sampling
    self.random = random
    self.recent = recent
    merges = text.mergeKey != nil
    chain = SamplingChain(sampling)
    if sampling.temperature > 0 {
      ranking = .perturbed
    } else {
      ranking = sampling.penalizes || sampling.filters ? .filtered : .plain
    }
    hypotheses.live = [
      Hypothesis(rank: 0, sum: 0, node: HypothesisTree.root, length: 0, source: 0)
    ]
    hypotheses.texts = [text]
  }

  /// Whether there is anything to go on from.
  var isLive: Bool { !hypotheses.live.isEmpty }

  /// What each lane reads next, and the lane whose state it goes on from; lanes to spare do as the first.
  func fill(_ symbols: inout [UInt32], _ sources: inout [Int]) {
    let live = hypotheses.live
    for lane in symbols.indices where isLive {
      let hypothesis = live[lane < live.count ? lane : 0]
      symbols[lane] = tree.symbol(at: hypothesis.node)
      sources[lane] = hypothesis.source
    }
  }

  /// Ends the live hypotheses, and returns the best of all.
  mutating func finish(_ reason: FinishReason) -> [BeamResult<Text>] {
    for lane in hypotheses.live.indices {
      guard let text = hypotheses.texts[lane] else { continue }
      end(hypotheses.live[lane], text, reason)
    }
    let ended = hypotheses.ended
    let scores = ended.map {
      ranking == .perturbed ? $0.rank : settings.score($0.sum, symbols: $0.length)
    }
    let order = ended.indices.sorted {
      scores[$0] != scores[$1] ? scores[$0] > scores[$1] : ended[$0].ending < ended[$1].ending
    }
    return order.prefix(settings.best).map { index in
      let path = tree.path(to: ended[index].node)
      return BeamResult(
        symbols: path.symbols, logProbabilities: path.logProbabilities, score: scores[index],
        finishReason: hypotheses.endedTexts[index].reason, text: hypotheses.endedTexts[index].text)
    }
  }

  /// Adds a hypothesis to those that have ended.
  mutating func end(_ hypothesis: Hypothesis, _ text: Text, _ reason: FinishReason) {
    var hypothesis = hypothesis
    hypothesis.ending = endings
    endings += 1
    hypotheses.ended.append(hypothesis)
    hypotheses.endedTexts.append((text, reason))
  }
}
