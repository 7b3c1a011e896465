import Foundation
import GeulCompute
import GeulGeneration
import GeulModel
import Testing

/// A text that is read in lanes leaves the state of one that is read symbol by symbol.
struct PromptReaderTests {
  private static let vocabulary = 23
  private static let small = LaneReading(
    lanes: 16, warmUp: 96, steps: 8, blockSymbols: 1 << 13, leastSymbols: 1_000)

  private func text(_ count: Int, seed: Int = 1) -> [UInt32] {
    var random = RandomStream(case: seed)
    return (0..<count).map { _ in UInt32(random.next() % UInt64(Self.vocabulary)) }
  }

  /// A model whose recurrent weights are within ± `bound`: small ones forget, large ones saturate.
  private func model(_ cell: CellKind, hidden: Int = 64, bound: Float) -> RecurrentModel {
    let configuration = RecurrentConfiguration(
      cell: cell, layers: 2, hidden: hidden, input: .embedding(8), vocabulary: Self.vocabulary)
    let layout = RecurrentSlots(configuration).layout
    var random = RandomStream(case: 5)
    var parameters = random.signed(layout.count, bound: 1)
    for slot in layout.slots {
      for index in slot.range {
        if slot.name.contains("weight_hh") { parameters[index] *= bound }
        if slot.name.contains("weight_ih_l1") { parameters[index] *= 0.3 }
        if slot.name.contains("projection") { parameters[index] *= 0.5 }
      }
    }
    return RecurrentModel(configuration, parameters: FloatBuffer(parameters))
  }

  private func predictor(_ model: RecurrentModel, _ kind: ProductKind, workers: Int = 2)
    -> RecurrentPredictor
  {
    model.makePredictor(lanes: 1, steps: 64, kind: kind, pool: WorkerPool(count: workers))
  }

  private func readAlone(_ predictor: RecurrentPredictor, _ symbols: [UInt32]) {
    for from in stride(from: 0, to: symbols.count, by: 64) {
      predictor.read(Array(symbols[from..<min(symbols.count, from + 64)]), predicting: .none)
    }
  }

  private func read(
    _ predictor: RecurrentPredictor, _ symbols: [UInt32], _ reading: LaneReading = small
  ) -> ReadingReport {
    var reader = PromptReader(predictor, reading: reading)
    reader.push(symbols)
    return reader.finish()
  }

  /// Σ p (ln p - ln q) of what follows the symbol 3.
  private func divergence(_ a: RecurrentPredictor, from b: RecurrentPredictor) -> Double {
    for predictor in [a, b] { predictor.read([3], predicting: .last) }
    let (p, q) = (b.withLogProbabilities(Array.init), a.withLogProbabilities(Array.init))
    return zip(p, q).reduce(0) { $0 + exp(Double($1.0)) * (Double($1.0) - Double($1.1)) }
  }

  @Test(
    arguments: [CellKind.lstm, .gru, .rnn],
    [(ProductKind.fp32, 1e-4), (.int8, 0.01)])
  func forgetfulModelIsReadInOneGo(cell: CellKind, bar: (ProductKind, Double)) {
    let model = model(cell, bound: 0.12)
    let symbols = text(3_017)
    let (lanes, alone) = (predictor(model, bar.0), predictor(model, bar.0))
    let start = text(40, seed: 2)
    for predictor in [lanes, alone] { readAlone(predictor, start) }
    let report = read(lanes, symbols)
    readAlone(alone, symbols)
    #expect(report.symbols == symbols.count)
    #expect(report.seams == 15 && report.disagreed == 0)
    #expect(report.sideBySide > symbols.count - 16)
    #expect(divergence(lanes, from: alone) <= bar.1)
  }

  @Test(
    arguments: [CellKind.lstm, .gru, .rnn],
    [(ProductKind.fp32, 1e-4), (.int8, 0.01)])
  func saturatingModelIsReadAsWell(cell: CellKind, bar: (ProductKind, Double)) {
    let model = model(cell, bound: 2)
    let symbols = text(3_017)
    let (lanes, alone) = (predictor(model, bar.0), predictor(model, bar.0))
    let report = read(lanes, symbols)
    readAlone(alone, symbols)
    #expect(report.symbols == symbols.count)
    #expect(divergence(lanes, from: alone) <= bar.1)
  }

  /// h = tanh(4 h₋ + x): symbol 0 sets it, symbol 1 clears it, the others leave it as it is.
  private var latch: RecurrentModel {
    let configuration = RecurrentConfiguration(
      cell: .rnn, layers: 1, hidden: 1, input: .oneHot, vocabulary: Self.vocabulary)
    let layout = RecurrentSlots(configuration).layout
    var parameters = [Float](repeating: 0, count: layout.count)
    for slot in layout.slots {
      switch slot.name {
      case "rnn.weight_ih_l0":
        parameters[slot.offset] = 9
        parameters[slot.offset + 1] = -9
      case "rnn.weight_hh_l0": parameters[slot.offset] = 4
      case "projection.weight": parameters[slot.offset] = 2
      default: break
      }
    }
    return RecurrentModel(configuration, parameters: FloatBuffer(parameters))
  }

  @Test(arguments: [ProductKind.fp32, .int8], [0, 1, 7_000])
  func latchIsReadExactly(kind: ProductKind, changes: Int) {
    // Set or cleared once, long ago; or, from `changes` on, cleared.
    var symbols = text(20_000).map { 2 + $0 % 20 }
    symbols[5] = 0
    if changes > 1 { symbols[changes] = 1 }
    if changes == 1 { symbols[5] = 1 }
    let (lanes, alone) = (predictor(latch, kind), predictor(latch, kind))
    let report = read(lanes, symbols)
    readAlone(alone, symbols)
    #expect(report.symbols == symbols.count)
    #expect(report.disagreed > 0)
    #expect(lanes.state == alone.state)
    #expect((lanes.state.hidden[0] > 0.9) == (changes == 0))
  }

  @Test func piecesAndWorkersDoNotShow() {
    let model = model(.lstm, bound: 0.5)
    let symbols = text(19_999)
    var states: [RecurrentState] = []
    for (workers, piece) in [(1, 19_999), (2, 7), (3, 4_096)] {
      let predictor = predictor(model, .int8, workers: workers)
      var reader = PromptReader(predictor, reading: Self.small)
      for from in stride(from: 0, to: symbols.count, by: piece) {
        reader.push(symbols[from..<min(symbols.count, from + piece)])
      }
      #expect(reader.finish().symbols == symbols.count)
      states.append(predictor.state)
    }
    #expect(states[1] == states[0] && states[2] == states[0])
  }

  @Test(arguments: [1, 63, 64, 65, 999])
  func shortTextIsReadInOneLane(count: Int) {
    let model = model(.gru, bound: 0.5)
    let (lanes, alone) = (predictor(model, .fp32), predictor(model, .fp32))
    let report = read(lanes, text(count))
    readAlone(alone, text(count))
    #expect(report.symbols == count && report.sideBySide == 0)
    #expect(lanes.state == alone.state)
    var nothing = PromptReader(lanes)
    #expect(nothing.finish().symbols == 0)
  }

  @Test func progressGrowsToTheEnd() {
    let predictor = predictor(model(.rnn, bound: 0.1), .fp32)
    var told: [Int] = []
    var reader = PromptReader(predictor, reading: Self.small, progress: { told.append($0) })
    reader.push(text(20_000))
    _ = reader.finish()
    #expect(told == told.sorted() && told.last == 20_000 && told.count > 50)
  }

  @Test(arguments: [0, 3, 40, 150])
  func stopsWhereItIsAsked(calls: Int) {
    let predictor = predictor(model(.lstm, bound: 0.1), .fp32)
    let stopping = StopAfter(calls)
    var reader = PromptReader(
      predictor, reading: Self.small, stop: stopping.stop, progress: { _ in stopping.count() })
    let symbols = text(20_000)
    reader.push(symbols)
    let report = reader.finish()
    #expect(report.wasStopped && report.symbols < symbols.count)
    let alone = self.predictor(model(.lstm, bound: 0.1), .fp32)
    readAlone(alone, Array(symbols[..<report.symbols]))
    #expect(predictor.state.disagreement(lane: 0, with: alone.state, lane: 0) < 1e-4)
  }
}
