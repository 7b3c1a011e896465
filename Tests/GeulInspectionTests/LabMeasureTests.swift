import Foundation
import GeulCompute
import GeulModel
import GeulText
import Testing

@testable import GeulInspection

/// Experiments on what networks carry through time.
@Suite struct LabMeasureTests {
  private func text(_ count: Int, symbols: UInt64) -> TokenSequence {
    var random = RandomStream(seed: 2, purpose: 5)
    return TokenSequence(
      (0..<count).map { _ in UInt32(random.next() % symbols) }, symbolCount: Int(symbols))
  }

  /// The largest modulus of an eigenvalue, by the growth of a vector over many steps.
  private func radius(_ model: RecurrentModel, width: Int) throws -> Double {
    let slot = try #require(model.layout.slot(named: "rnn.weight_hh_l0"))
    let weights = slot.range.map { Double(model.parameters[$0]) }
    var v = (0..<width).map { cos(Double($0)) }
    var growth = 0.0
    for step in 0..<400 {
      v = (0..<width).map { row in (0..<width).reduce(0) { $0 + weights[row * width + $1] * v[$1] }
      }
      let size = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for index in v.indices { v[index] /= size }
      if step >= 100 { growth += log(size) / 300 }
    }
    return exp(growth)
  }

  @Test(arguments: [0.5, 1, 2])
  func weightsHaveTheirRadius(wanted: Double) throws {
    let model = RecurrenceVariant.rnn(.tanh, radius: wanted)
      .makeModel(vocabulary: 11, hidden: 200, seed: 1)
    #expect(abs(try radius(model, width: 200) / wanted - 1) < 0.1)
  }

  @Test func forgetGatesBeginAtTheirBias() throws {
    let model = RecurrenceVariant.lstm(forgetBias: 3).makeModel(vocabulary: 5, hidden: 7, seed: 1)
    let slot = try #require(model.layout.slot(named: "rnn.bias_ih_l0"))
    let biases = slot.range.map { model.parameters[$0] }
    #expect(biases == (0..<28).map { (7..<14).contains($0) ? 3 : 0 })
  }

  @Test func coursesAreTold() {
    func curve(_ factor: Double) -> [Double] { (0...120).map { pow(factor, Double($0)) } }
    #expect(VanishingResult.course(curve(0.9)) == .vanishes)
    #expect(VanishingResult.course(curve(1.1)) == .explodes)
    #expect(VanishingResult.course(curve(1.001)) == .holds)
    #expect(abs((VanishingResult.factor(curve(0.25)) ?? 0) - 0.25) < 1e-6)
    #expect(VanishingResult.course([1, 0.1] + [Double](repeating: 0, count: 100)) == .vanishes)
    #expect(VanishingResult.course([1] + [Double](repeating: .nan, count: 120)) == .overflows)
  }

  /// What the textbooks say, on a network of 64 units that has learnt nothing yet.
  @Test func textbooksAreRight() throws {
    let tokens = text(6_000, symbols: 11)
    func start(_ variant: RecurrenceVariant) throws -> [Double] {
      try VanishingResult(
        variant, hidden: 64, tokens: tokens, vocabulary: 11, lags: 100, places: 8, steps: 2,
        seed: 1, pool: WorkerPool(count: 2)
      ).start
    }
    let tanh = try start(.rnn(.tanh, radius: 1))
    let sigmoid = try start(.rnn(.sigmoid, radius: 1))
    let relu = try start(.rnn(.relu, radius: 2))
    let open = try start(.lstm(forgetBias: 3))
    #expect(VanishingResult.course(tanh) == .vanishes)
    #expect(VanishingResult.course(sigmoid) == .vanishes)
    #expect(sigmoid[10] < tanh[10])
    #expect(VanishingResult.course(relu) == .explodes)
    #expect(open[100] / open[0] > 1_000 * tanh[100] / tanh[0])
  }

  @Test(arguments: MemoryTask.allCases, [0, 1, 9])
  func tasksAskForWhatWasShown(task: MemoryTask, delay: Int) {
    var random = RandomStream(seed: 1, purpose: 3)
    var chunk = Chunk(steps: 40, lanes: 6)
    task.fill(&chunk, delay: delay, random: &random)
    #expect(chunk.steps == task.steps(delay: delay) && chunk.startsStream.allSatisfy { $0 })
    for lane in 0..<6 {
      let inputs = (0..<chunk.steps).map { chunk.inputs[$0 * 6 + lane] }
      let asked = (0..<chunk.steps).filter { chunk.weights[$0 * 6 + lane] > 0 }
      let answers = asked.map { chunk.targets[$0 * 6 + lane] }
      switch task {
      case .copy:
        #expect(answers == Array(inputs.prefix(MemoryTask.copied)))
        #expect(asked == Array(chunk.steps - MemoryTask.copied..<chunk.steps))
      case .recall:
        let pairs = (0..<MemoryTask.pairs).map { (inputs[2 * $0], inputs[2 * $0 + 1]) }
        #expect(Set(pairs.map(\.0)).count == MemoryTask.pairs)
        #expect(asked == [chunk.steps - 1])
        #expect(pairs.first { $0.0 == inputs[asked[0]] }?.1 == answers[0])
      }
      #expect(answers.allSatisfy { task.answers.contains(Int($0)) })
    }
  }

  @Test func shortDelaysAreLearnt() throws {
    let result = try DelayResult(
      .copy, .lstm(forgetBias: 3), hidden: 48, delay: 1, seconds: 600, seed: 1,
      pool: WorkerPool(count: 2))
    // It ends when the delay is mastered, after some hundred steps.
    #expect(result.accuracy > DelayResult.solved && result.steps < 2_000)
  }

  /// A model that looks back three symbols: its loss falls until k is 3, and not after.
  @Test func contextEndsWhereTheModelsDoes() throws {
    // Each symbol is the sum of the three before it, modulo 5, mostly.
    var random = RandomStream(seed: 6, purpose: 5)
    var ids: [UInt32] = [1, 2, 3]
    for _ in 0..<20_000 {
      let sum = ids.suffix(3).reduce(0, +) % 5
      ids.append(random.uniform() < 0.9 ? sum : UInt32(random.next() % 5))
    }
    let tokens = TokenSequence(ids, symbolCount: 5)
    let counter = NGramCounter(
      NGramConfiguration(order: 3, vocabulary: 5), in: NSTemporaryDirectory(),
      pool: WorkerPool(count: 2))
    try counter.count(tokens, range: 0..<15_000) { _ in }
    let model = Model.ngram(try counter.finish { _ in }.model)
    let memory = try ContextMemory(
      model, tokens, range: 15_000..<20_003, seconds: 0, kind: .fp32, seed: 1,
      pool: WorkerPool(count: 2))
    #expect(memory.targets.count == 64)
    let means = try #require(memory.cut.means())
    #expect(memory.cut.lengths.prefix(4) == [1, 2, 4, 8])
    #expect(means[1] > 1.3 && means[2] < 0.9 && abs(means[3] - means[2]) < 1e-6)
    #expect(memory.effectiveContext() == 4)
    let shuffled = try #require(memory.shuffled.means())
    #expect(shuffled[0] > 1.3 && abs(shuffled[2] - means[2]) < 1e-6)
    let again = try ContextMemory.loss(
      of: model, tokens, range: 15_000..<20_003, like: memory, pool: WorkerPool(count: 2))
    #expect(abs(again - means[2]) < 1e-6)
  }

  @Test func pastsAreChangedBeyondKAlone() {
    var random = RandomStream(seed: 1, purpose: 1)
    let pasts: [[UInt32]] = [Array(0..<20), Array(100..<120)]
    #expect(
      PastReader.changed(pasts, beyond: 5, .cut, random: &random)[0] == Array(15..<20))
    let other = PastReader.changed(pasts, beyond: 5, .replaced, random: &random)[0]
    #expect(other == Array(100..<115) + Array(15..<20))
    let mixed = PastReader.changed(pasts, beyond: 5, .shuffled, random: &random)[0]
    #expect(mixed.suffix(5) == [15, 16, 17, 18, 19])
    #expect(mixed.prefix(15) != Array(0..<15)[...] && mixed.prefix(15).sorted() == Array(0..<15))
  }
}
