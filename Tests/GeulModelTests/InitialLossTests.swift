import Foundation
import GeulCompute
import GeulModel
import Testing

/// A new model takes every symbol to be as likely as any other.
struct InitialLossTests {
  static let inputs: [Int?] = [64, nil]

  @Test(arguments: Sample.cells, [5, 65, 1_330])
  func isTheLogarithmOfTheVocabulary(cell: ReferenceCell, vocabulary: Int) {
    for embedding in Self.inputs {
      for (layers, hidden) in [(1, 32), (2, 128)] {
        let sample = Sample(
          cell: cell, layers: layers, steps: 50, lanes: 8, embedding: embedding, hidden: hidden,
          vocabulary: vocabulary, seed: vocabulary)
        let model = RecurrentModel(sample.configuration, seed: 1)
        var state = RecurrentState(sample.configuration, lanes: sample.lanes)
        let loss = sample.learner(model, kind: .fp32).loss(sample.chunk, state: &state)
        let uniform = log(Double(vocabulary))
        #expect(abs(loss / uniform - 1) < 0.02, "\(sample): \(loss), not \(uniform)")
      }
    }
  }
}
