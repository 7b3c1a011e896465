import GeulCompute
import GeulModel
import Testing

/// A model whose vocabulary grows says of what it knew what it said before.
struct EnlargedModelTests {
  @Test(arguments: CellKind.allCases, [InputEncoding.embedding(5), .oneHot])
  func whatWasKnownStays(cell: CellKind, input: InputEncoding) throws {
    let configuration = RecurrentConfiguration(
      cell: cell, layers: 2, hidden: 7, input: input, vocabulary: 6)
    let model = Model.recurrent(RecurrentModel(configuration, seed: 4))
    let large = try #require(model.enlarged(to: 8, relatives: [[1, 3], [0, 1, 2, 3, 4, 5]]))
    #expect(large.vocabularySize == 8)
    func predictions(_ model: Model, after symbols: [UInt32]) -> [Float] {
      let predictor = model.makePredictor(
        lanes: 1, steps: symbols.count, kind: .fp32, pool: WorkerPool(count: 1))
      predictor.read(symbols, predicting: .last)
      return predictor.withLogProbabilities(Array.init)
    }
    let (before, after) = (
      predictions(model, after: [1, 5, 2]), predictions(large, after: [1, 5, 2])
    )
    for symbol in 1..<6 {
      #expect(abs((after[symbol] - after[0]) - (before[symbol] - before[0])) < 1e-5)
    }
    // A new symbol's sum is the mean of its relatives'.
    #expect(abs(after[6] - (after[1] + after[3]) / 2) < 1e-5)
    #expect(abs(after[7] - after[0..<6].reduce(0, +) / 6) < 1e-5)
    // And it enters as they do on the mean.
    let afterNew = predictions(large, after: [6, 2])
    #expect(afterNew.allSatisfy { $0.isFinite })
  }

  @Test func withoutNewSymbolsItIsTheSame() throws {
    let model = Model.recurrent(
      RecurrentModel(RecurrentConfiguration(hidden: 5, vocabulary: 6), seed: 2))
    let same = try #require(model.enlarged(to: 6, relatives: []))
    let (before, after) = (try #require(model.parameters), try #require(same.parameters))
    #expect(after.hasBits(of: before))
  }

  @Test func countsAndWindowsDoNotGrow() {
    let window = Model(.window(WindowConfiguration(vocabulary: 6)), seed: 1)
    #expect(window.enlarged(to: 7, relatives: [[0]]) == nil)
    #expect(window.enlarged(to: 6, relatives: []) != nil)
  }
}
