import GeulCompute
import GeulModel

/// What every `Learner` promises those who train with it, checked on random chunks in fp32.
public struct LearnerConformance<Checked: Learner> {
  private let name: String
  private let seed: UInt64
  private let vocabulary: Int
  /// A learner of a new model, the same each time, for so many workers.
  private let make: (_ steps: Int, _ lanes: Int, _ workers: Int) -> Checked

  /// T and B.
  private let steps = 6
  private let lanes = 3
  private let key: UInt64 = 11

  /// Checks of the learners that `make` makes for T steps, B lanes and a number of workers, all of one model of
  /// `vocabulary` symbols.
  public init(
    name: String, vocabulary: Int, seed: UInt64 = 1,
    make: @escaping (_ steps: Int, _ lanes: Int, _ workers: Int) -> Checked
  ) {
    self.name = "\(name), seed \(seed)"
    self.vocabulary = vocabulary
    self.seed = seed
    self.make = make
  }

  /// All checks.
  public func violations() -> Violations {
    gradientsAreDerivatives() + gradientsAreAdded() + weightsLeaveOut() + lossesAreTold()
      + takingBackUndoes() + splitEqualsWhole() + workersAreEqual()
  }

  private func chunk(_ streams: inout RandomStreams, weights: [Float]? = nil) -> Chunk {
    Chunk(
      steps: steps, lanes: lanes, inputs: streams.symbols(steps * lanes),
      targets: streams.symbols(steps * lanes), weights: weights,
      startsStream: [Bool](repeating: false, count: lanes))
  }

  private var streams: RandomStreams { RandomStreams(vocabulary: vocabulary, seed: seed) }

  private func learner(workers: Int = 2) -> Checked { make(steps, lanes, workers) }

  /// Along random directions the loss changes as the gradient says.
  func gradientsAreDerivatives() -> Violations {
    var (findings, streams) = (Findings("\(name): gradients are derivatives"), streams)
    let chunk = chunk(&streams)
    let learner = learner()
    learner.clearGradients()
    _ = learner.step(chunk, randomKey: key)
    learner.takeBack()
    let gradients = learner.gradients.elements
    let start = learner.parameters.elements
    for slot in learner.layout.slots {
      var direction = [Float](repeating: 0, count: start.count)
      for (index, value) in zip(slot.range, streams.signed(slot.count)) { direction[index] = value }
      let expected = zip(gradients, direction).reduce(0.0) { $0 + Double($1.0 * $1.1) }
      let found = derivative(learner, chunk, start, direction)
      findings.expect(
        abs(found - expected) < 2e-3 * max(abs(expected), 0.05),
        "\(slot.name): \(found) by differences, \(expected) by the gradient")
    }
    return findings.violations
  }

  private func derivative(
    _ learner: Checked, _ chunk: Chunk, _ start: [Float], _ direction: [Float]
  ) -> Double {
    let step: Float = 2e-3
    func loss(_ sign: Float) -> Double {
      for index in start.indices {
        learner.parameters[index] = start[index] + sign * step * direction[index]
      }
      defer { learner.takeBack() }
      return learner.loss(chunk, randomKey: key)
    }
    let slope = (loss(1) - loss(-1)) / (2 * Double(step))
    for index in start.indices { learner.parameters[index] = start[index] }
    return slope
  }

  /// Two chunks without clearing leave the sum of their gradients.
  func gradientsAreAdded() -> Violations {
    var (findings, streams) = (Findings("\(name): gradients are added"), streams)
    let (first, second) = (chunk(&streams), chunk(&streams))
    let learner = learner()
    var parts: [[Float]] = []
    for chunk in [first, second] {
      learner.clearGradients()
      _ = learner.step(chunk, randomKey: key)
      parts.append(learner.gradients.elements)
    }
    let again = self.learner()
    again.clearGradients()
    for chunk in [first, second] { _ = again.step(chunk, randomKey: key) }
    for (index, found) in again.gradients.elements.enumerated() {
      let expected = parts[0][index] + parts[1][index]
      findings.expect(
        abs(found - expected) <= 1e-5 * max(abs(expected), 1e-2), "\(index): \(found), \(expected)")
    }
    again.clearGradients()
    findings.expect(again.gradients.elements.allSatisfy { $0 == 0 }, "clearing leaves some")
    return findings.violations
  }

  /// A target of weight 0 has no part in loss or gradient, whatever it is; doubling all weights changes nothing.
  func weightsLeaveOut() -> Violations {
    var (findings, streams) = (Findings("\(name): weights leave out"), streams)
    let weights = (0..<steps * lanes).map { Float($0 % 3) }
    let chunk = chunk(&streams, weights: weights)
    var other = chunk
    for row in weights.indices where weights[row] == 0 {
      other.targets[row] = (other.targets[row] + 1) % UInt32(vocabulary)
    }
    var doubled = chunk
    doubled.weights = weights.map { 2 * $0 }
    var nothing = chunk
    nothing.weights = weights.map { _ in 0 }
    let expected = result(chunk)
    findings.expect(result(other) == expected, "a target left out changes something")
    findings.expect(result(doubled) == expected, "doubled weights change something")
    let none = result(nothing)
    findings.expect(none.loss == 0 && none.gradients.allSatisfy { $0 == 0 }, "no weights, no loss")
    return findings.violations
  }

  private func result(_ chunk: Chunk, workers: Int = 2) -> (loss: Double, gradients: [Float]) {
    let learner = learner(workers: workers)
    learner.clearGradients()
    let loss = learner.step(chunk, randomKey: key)
    return (loss, learner.gradients.elements)
  }

  /// The loss is the mean of what is told of each target, by weights.
  func lossesAreTold() -> Violations {
    var (findings, streams) = (Findings("\(name): losses are told"), streams)
    let weights = (0..<steps * lanes).map { Float($0 % 4) / 2 }
    let learner = learner()
    let loss = learner.step(chunk(&streams, weights: weights), randomKey: key)
    learner.withLosses { losses in
      findings.expect(losses.count == steps * lanes, "\(losses.count) losses")
      let sum = zip(losses, weights).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      let mean = sum / Double(weights.reduce(0, +))
      findings.expect(abs(mean - loss) < 1e-9 * max(1, loss), "mean \(mean), loss \(loss)")
      findings.expect(losses.allSatisfy { $0 >= 0 && $0.isFinite }, "a loss that is none")
    }
    return findings.violations
  }

  /// After taking back, the same chunk gives the same bits again, and another goes on from the same place.
  func takingBackUndoes() -> Violations {
    var (findings, streams) = (Findings("\(name): taking back undoes"), streams)
    let (first, second) = (chunk(&streams), chunk(&streams))
    let learner = learner()
    _ = learner.loss(first, randomKey: nil)
    let expected = learner.loss(second, randomKey: nil)
    learner.takeBack()
    findings.expect(learner.loss(second, randomKey: nil) == expected, "the chunk again")
    return findings.violations
  }

  /// Two halves of a chunk, the second going on from the first, have the losses of the whole.
  func splitEqualsWhole() -> Violations {
    var (findings, streams) = (Findings("\(name): split equals whole"), streams)
    let chunk = chunk(&streams)
    let whole = learner()
    _ = whole.loss(chunk, randomKey: nil)
    let expected = whole.withLosses(Array.init)
    for border in 1..<steps {
      let learner = learner()
      let found = [0..<border, border..<steps].flatMap { range in
        _ = learner.loss(Self.part(chunk, range), randomKey: nil)
        return learner.withLosses(Array.init)
      }
      findings.expect(found == expected, "border \(border)")
    }
    return findings.violations
  }

  private static func part(_ chunk: Chunk, _ range: Range<Int>) -> Chunk {
    let rows = range.lowerBound * chunk.lanes..<range.upperBound * chunk.lanes
    return Chunk(
      steps: range.count, lanes: chunk.lanes, inputs: Array(chunk.inputs[rows]),
      targets: Array(chunk.targets[rows]), startsStream: chunk.startsStream)
  }

  /// The number of workers shows in no bit.
  func workersAreEqual() -> Violations {
    var (findings, streams) = (Findings("\(name): workers are equal"), streams)
    let chunk = chunk(&streams)
    let expected = result(chunk, workers: 1)
    for workers in 2...4 {
      findings.expect(result(chunk, workers: workers) == expected, "\(workers) workers")
    }
    return findings.violations
  }
}
