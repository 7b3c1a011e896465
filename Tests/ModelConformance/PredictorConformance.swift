import GeulCompute
import GeulModel

/// What every `SequenceModel` promises those who work with it, checked on random symbols.
///
/// Comparisons are of bits where the same arithmetic is promised, in every kind of product that the model is read with.
public struct PredictorConformance<Checked: SequenceModel>
where Checked.Predictor.State: Equatable {
  let model: Checked
  let name: String
  let kind: ProductKind
  let seed: UInt64

  /// T of most checks.
  let steps = 7
  /// B of most checks.
  let lanes = 3

  /// Checks of `model`, called `name` in what they find, with products of `kind`.
  public init(_ model: Checked, name: String, kind: ProductKind, seed: UInt64 = 1) {
    self.model = model
    self.name = "\(name), \(kind.rawValue), seed \(seed)"
    self.kind = kind
    self.seed = seed
  }

  /// All checks.
  public func violations() -> Violations {
    splitEqualsWhole() + lanesAreIndependent() + statesLeadBack() + lanesAreGathered()
      + predictionsAreDistributions() + stepsAreChosen() + resettingForgets() + workersAreEqual()
  }

  func predictor(lanes: Int, steps: Int? = nil, workers: Int = 2) -> Checked.Predictor {
    model.makePredictor(
      lanes: lanes, steps: steps ?? self.steps, kind: kind, pool: WorkerPool(count: workers))
  }

  var streams: RandomStreams { RandomStreams(vocabulary: model.vocabularySize, seed: seed) }

  /// Bits of ln p after every step, read `pieces` steps at a time.
  func bits(
    _ predictor: Checked.Predictor, _ symbols: [UInt32], inPiecesOf length: Int
  ) -> [UInt32] {
    let rows = length * predictor.lanes
    return stride(from: 0, to: symbols.count, by: rows).flatMap { from in
      predictor.read(
        Array(symbols[from..<min(symbols.count, from + rows)]), predicting: .all)
      return predictor.withLogProbabilities { $0.map(\.bitPattern) }
    }
  }

  func last(_ predictor: Checked.Predictor, _ symbols: [UInt32]) -> [UInt32] {
    predictor.read(symbols, predicting: .last)
    return predictor.withLogProbabilities { $0.map(\.bitPattern) }
  }

  /// Reading in pieces is reading at once.
  func splitEqualsWhole() -> Violations {
    var (findings, streams) = (Findings("\(name): split equals whole"), streams)
    let symbols = streams.symbols(steps * lanes)
    let whole = predictor(lanes: lanes)
    let expected = bits(whole, symbols, inPiecesOf: steps)
    for length in 1..<steps {
      let pieces = predictor(lanes: lanes)
      findings.expect(bits(pieces, symbols, inPiecesOf: length) == expected, "\(length) at a time")
      findings.expect(pieces.state == whole.state, "state after \(length) at a time")
    }
    return findings.violations
  }

  /// A state that was kept leads back to where it was taken, in this reader and in another.
  func statesLeadBack() -> Violations {
    var (findings, streams) = (Findings("\(name): states lead back"), streams)
    let predictor = predictor(lanes: lanes)
    predictor.read(streams.symbols(2 * lanes), predicting: .none)
    let kept = predictor.state
    let symbols = streams.symbols(3 * lanes)
    let expected = last(predictor, symbols)
    predictor.read(streams.symbols(lanes), predicting: .none)
    predictor.state = kept
    findings.expect(last(predictor, symbols) == expected, "in the same reader")
    let sibling = predictor.sibling(lanes: lanes, steps: steps)
    sibling.state = kept
    findings.expect(last(sibling, symbols) == expected, "in a sibling")
    for lane in 0..<lanes {
      findings.expect(kept.disagreement(lane: lane, with: kept, lane: lane) == 0, "it disagrees")
    }
    return findings.violations
  }

  /// Every row is the logarithm of probabilities that sum to 1.
  func predictionsAreDistributions() -> Violations {
    var (findings, streams) = (Findings("\(name): probabilities sum to 1"), streams)
    let (predictor, width) = (predictor(lanes: lanes), model.vocabularySize)
    predictor.read(streams.symbols(steps * lanes), predicting: .all)
    predictor.withLogProbabilities { logs in
      findings.expect(logs.count == steps * lanes * width, "\(logs.count) numbers")
      for row in 0..<logs.count / width {
        let values = logs[row * width..<(row + 1) * width]
        findings.expect(values.allSatisfy { $0 <= 1e-6 }, "row \(row): a ln p above 0, or none")
        let sum = values.reduce(0.0) { $0 + Double($1).exponential }
        findings.expect(abs(sum - 1) < 1e-5, "row \(row): \(sum)")
      }
    }
    return findings.violations
  }

  /// `.last` is the end of `.all`, and `.none` reads as much.
  func stepsAreChosen() -> Violations {
    var (findings, streams) = (Findings("\(name): predicted steps"), streams)
    let symbols = streams.symbols(steps * lanes)
    let all = predictor(lanes: lanes)
    let rows = lanes * model.vocabularySize
    let expected = Array(bits(all, symbols, inPiecesOf: steps).suffix(rows))
    findings.expect(last(predictor(lanes: lanes), symbols) == expected, "last is not all's end")
    let none = predictor(lanes: lanes)
    none.read(symbols, predicting: .none)
    findings.expect(none.withLogProbabilities { $0.isEmpty }, "none predicts something")
    findings.expect(none.state == all.state, "none leaves another state")
    return findings.violations
  }

  /// A reset reader is a new one; a reset lane is one among others that have gone on.
  func resettingForgets() -> Violations {
    var (findings, streams) = (Findings("\(name): resetting forgets"), streams)
    let symbols = streams.symbols(2 * lanes)
    let predictor = predictor(lanes: lanes)
    let fresh = predictor.state
    let expected = last(predictor, symbols)
    let after = predictor.state
    predictor.reset(lane: 1)
    for lane in 0..<lanes {
      let wanted = (lane == 1 ? fresh : after).gathering([lane])
      findings.expect(predictor.state.gathering([lane]) == wanted, "lane \(lane)")
    }
    predictor.reset()
    findings.expect(predictor.state == fresh, "something is left")
    findings.expect(last(predictor, symbols) == expected, "it reads otherwise than at first")
    return findings.violations
  }

  /// The number of workers shows in no bit.
  func workersAreEqual() -> Violations {
    var (findings, streams) = (Findings("\(name): workers are equal"), streams)
    let symbols = streams.symbols(steps * lanes)
    let expected = bits(predictor(lanes: lanes, workers: 1), symbols, inPiecesOf: steps)
    for workers in 2...4 {
      let found = bits(predictor(lanes: lanes, workers: workers), symbols, inPiecesOf: steps)
      findings.expect(found == expected, "\(workers) workers")
    }
    return findings.violations
  }
}
