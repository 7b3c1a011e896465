import Foundation
import GeulCompute
import GeulModel
import Testing

struct ParameterLayoutTests {
  private func layout(_ cell: CellKind, input: InputEncoding) -> ParameterLayout {
    RecurrentSlots(
      RecurrentConfiguration(cell: cell, layers: 2, hidden: 4, input: input, vocabulary: 7)
    ).layout
  }

  /// [(n, list(p.shape)) for n, p in torch.nn.LSTM(5, 4, 2).named_parameters()], and so on.
  @Test(arguments: CellKind.allCases)
  func namesAndShapesArePyTorchs(cell: CellKind) {
    let rows = cell.gateCount * 4
    func layers(_ inputs: Int) -> [(String, [Int])] {
      [
        ("rnn.weight_ih_l0", [rows, inputs]), ("rnn.weight_hh_l0", [rows, 4]),
        ("rnn.bias_ih_l0", [rows]), ("rnn.bias_hh_l0", [rows]), ("rnn.weight_ih_l1", [rows, 4]),
        ("rnn.weight_hh_l1", [rows, 4]), ("rnn.bias_ih_l1", [rows]), ("rnn.bias_hh_l1", [rows]),
        ("projection.weight", [7, 4]), ("projection.bias", [7]),
      ]
    }
    let expected: [(InputEncoding, [(String, [Int])])] = [
      (.embedding(5), [("embedding.weight", [7, 5])] + layers(5)), (.oneHot, layers(7)),
    ]
    for (input, tensors) in expected {
      let slots = layout(cell, input: input).slots
      #expect(slots.map(\.name) == tensors.map(\.0))
      #expect(slots.map(\.shape) == tensors.map(\.1))
    }
  }

  @Test(arguments: PyTorchFixture.all)
  func countIsPyTorchs(fixture: PyTorchFixture) {
    #expect(RecurrentSlots(fixture.configuration).layout.count == fixture.parameterCount)
  }

  @Test(arguments: CellKind.allCases, [.embedding(5), .oneHot] as [InputEncoding])
  func slotsFollowEachOtherWithoutGaps(cell: CellKind, input: InputEncoding) {
    let layout = layout(cell, input: input)
    var end = 0
    for slot in layout.slots {
      #expect(slot.offset == end)
      #expect(slot.count == slot.shape.reduce(1, *))
      #expect(slot.range == end..<end + slot.count)
      #expect(layout.slot(named: slot.name) == slot)
      end += slot.count
    }
    #expect(layout.count == end)
    #expect(layout.slot(named: "rnn.weight_ih_l2") == nil)
  }

  @Test(arguments: CellKind.allCases)
  func onlyTheForgetGatesBiasStartsOpen(cell: CellKind) {
    let layout = layout(cell, input: .embedding(5))
    let values = layout.initialParameters(seed: 3).elements
    for slot in layout.slots where slot.shape.count == 1 {
      let bias = Array(values[slot.range])
      var expected = [Float](repeating: 0, count: slot.count)
      if cell == .lstm && slot.name.hasPrefix("rnn.bias_ih") {
        for row in 4..<8 { expected[row] = 1 }
      }
      #expect(bias == expected, "\(slot.name)")
    }
  }

  @Test func weightsAreSpreadAsSaid() {
    let layout = RecurrentSlots(
      RecurrentConfiguration(
        cell: .gru, layers: 2, hidden: 64, input: .embedding(48), vocabulary: 99)
    ).layout
    let values = layout.initialParameters(seed: 4).elements
    for slot in layout.slots where slot.shape.count == 2 {
      let weights = values[slot.range].map(Double.init)
      let count = Double(slot.count)
      let mean = weights.reduce(0, +) / count
      let deviation = (weights.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
      let (expected, most): (Double, Double)
      switch slot.initializer {
      case .uniform(let bound): (expected, most) = (Double(bound) / 3.squareRoot(), Double(bound))
      case .normal(let sigma): (expected, most) = (Double(sigma), 6 * Double(sigma))
      case .zero, .forgetBias: (expected, most) = (0, 0)
      }
      #expect(abs(mean) < 5 * expected / count.squareRoot(), "\(slot.name)")
      #expect(abs(deviation / expected - 1) < 5 / (2 * count).squareRoot(), "\(slot.name)")
      #expect(weights.allSatisfy { abs($0) <= most }, "\(slot.name)")
    }
    let bound = Float(1) / 8
    #expect(layout.slot(named: "rnn.weight_hh_l1")?.initializer == .uniform(bound: bound))
    #expect(layout.slot(named: "embedding.weight")?.initializer == .normal(deviation: 1))
  }

  @Test(arguments: Sample.cells)
  func seedDecidesTheWeights(cell: ReferenceCell) {
    let configuration = Sample(cell: cell).configuration
    func parameters(_ seed: UInt64) -> [Float] {
      RecurrentModel(configuration, seed: seed).parameters.elements
    }
    #expect(parameters(1) == parameters(1))
    let (one, two) = (parameters(1), parameters(2))
    for slot in RecurrentSlots(configuration).layout.slots where slot.shape.count == 2 {
      #expect(one[slot.range] != two[slot.range], "\(slot.name)")
    }
  }
}
