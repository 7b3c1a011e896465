import Foundation
import GeulCompute
import GeulModel
import GeulText
import Testing

@testable import GeulInspection

/// What gates do, beside the equations.
@Suite struct GateTests {
  private func model(_ cell: CellKind) -> RecurrentModel {
    RecurrentModel(
      RecurrentConfiguration(
        cell: cell, layers: 1, hidden: 6, input: .embedding(5), vocabulary: 7), seed: 5)
  }

  private func statistics(_ model: RecurrentModel, _ ids: [UInt32]) throws -> GateStatistics? {
    try GateStatistics(
      model, TokenSequence(ids, symbolCount: 7), range: 0..<ids.count, symbols: 1 << 20,
      pool: WorkerPool(count: 2))
  }

  @Test(arguments: [(CellKind.lstm, ["i", "f", "o"]), (.gru, ["r", "z"])])
  func sharesAreThoseOfTheEquations(cell: CellKind, names: [String]) throws {
    let model = model(cell)
    // One lane of 81 symbols, of which the last is but a target.
    let ids = [UInt32](repeating: 3, count: 1) + (0..<2).map { UInt32($0) }
    let found = try #require(try statistics(model, ids))
    #expect(found.gates.map(\.name) == names)
    let network = DoubleNetwork(model)
    var state = network.start
    var seen: [[[Double]]] = []
    for id in ids.dropLast() {
      let step = network.step(state, id)
      state = step.state
      seen.append(step.gates)
    }
    #expect(found.symbols == 2)
    for (place, name) in names.enumerated() {
      let gate = name == "o" ? 3 : place
      for unit in 0..<6 {
        let values = seen.map { $0[gate][unit] }
        let open = Double(values.count { $0 > 0.9 }) / 2
        #expect(found.gates[place].open[unit] == open, "\(name) \(unit)")
        guard !found.gates[place].timeConstants.isEmpty else { continue }
        let time = -1 / log(values.reduce(0, +) / 2)
        #expect(abs(found.gates[place].timeConstants[unit] - time) < 1e-3 * time)
      }
      #expect(abs(found.gates[place].histogram.reduce(0, +) - 1) < 1e-9)
    }
    #expect((found.gates.first { $0.name == names[1] })?.medianTime != nil)
  }

  /// A gate that its bias holds open is stuck there.
  @Test func biasesShow() throws {
    let model = model(.lstm)
    for slot in model.layout.slots where slot.name == "rnn.bias_ih_l0" {
      for unit in 0..<6 { model.parameters.pointer[slot.offset + 6 + unit] = 50 }
    }
    var random = RandomStream(seed: 1, purpose: 99)
    let ids = (0..<900).map { _ in UInt32(random.next() % 7) }
    let found = try #require(try statistics(model, ids))
    #expect(found.gates[1].open == [1, 1, 1, 1, 1, 1])
    #expect(found.gates[1].stuck == 6 && found.gates[0].stuck == 0)
    #expect(found.gates[1].histogram.last == 1)
    #expect(found.dead == [0])
  }

  @Test func aPlainNetworkHasNoGates() throws {
    #expect(try statistics(model(.rnn), [1, 2, 3, 4]) == nil)
  }

  @Test func summaryListsEveryTensor() {
    let model = model(.gru)
    let summary = ModelSummary(.recurrent(model))
    #expect(summary.tensors.map(\.count).reduce(0, +) == summary.parameters)
    #expect(summary.tensors.first { $0.name == "projection.bias" }?.norm == 0)
    #expect(summary.architecture.contains("gru, 1 × 6"))
    let counted = ModelSummary(Model(.ngram(NGramConfiguration(order: 3, vocabulary: 9)), seed: 1))
    #expect(counted.tensors.isEmpty && counted.architecture.contains("order 3"))
  }
}
