import GeulModel

/// What lanes have to do with each other: nothing, unless they are asked to go on from one another.
extension PredictorConformance {
  /// A stream has the same bits alone and among any others.
  func lanesAreIndependent() -> Violations {
    var (findings, streams) = (Findings("\(name): lanes are independent"), streams)
    let all = (0..<70).map { _ in streams.symbols(steps) }
    let width = model.vocabularySize
    let base = predictor(lanes: 1)
    let alone = all.map { stream in
      base.reset()
      return (bits(base, stream, inPiecesOf: steps), base.state)
    }
    for count in [2, 17, 70] {
      let several = base.sibling(lanes: count, steps: steps)
      let symbols = (0..<steps).flatMap { t in all[..<count].map { $0[t] } }
      let found = bits(several, symbols, inPiecesOf: steps)
      for lane in 0..<count {
        var rows: [UInt32] = []
        for t in 0..<steps {
          let row = t * count + lane
          rows += found[row * width..<(row + 1) * width]
        }
        findings.expect(rows == alone[lane].0, "lane \(lane) of \(count)")
        findings.expect(
          several.state.gathering([lane]) == alone[lane].1, "state of lane \(lane) of \(count)")
      }
    }
    return findings.violations
  }

  /// Lanes that go on from others are lanes whose states were gathered, or replaced.
  func lanesAreGathered() -> Violations {
    var (findings, streams) = (Findings("\(name): lanes are gathered"), streams)
    let (direct, gathered) = (predictor(lanes: lanes), predictor(lanes: lanes))
    let start = streams.symbols(2 * lanes)
    for reader in [direct, gathered] { reader.read(start, predicting: .none) }
    for count in [1, 2, 1, 3, 1] {
      let sources = streams.indices(lanes, below: lanes)
      let symbols = streams.symbols(count * lanes)
      direct.read(symbols, after: sources, predicting: .last)
      let before = gathered.state
      gathered.state = before.gathering(sources)
      var replaced = before
      for (lane, source) in sources.enumerated() {
        replaced.replace(lane: lane, with: before, lane: source)
      }
      findings.expect(replaced == gathered.state, "replacing \(sources) is not gathering them")
      gathered.read(symbols, predicting: .last)
      let same = direct.withLogProbabilities { direct in
        gathered.withLogProbabilities { direct.elementsEqual($0) }
      }
      findings.expect(same && direct.state == gathered.state, "sources \(sources)")
    }
    return findings.violations
  }
}
