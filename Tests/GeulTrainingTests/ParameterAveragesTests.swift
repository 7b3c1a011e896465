import GeulCompute
import GeulModel
import Testing

@testable import GeulTraining

@Suite struct ParameterAveragesTests {
  private let layout = ModelLayout.small

  private func buffer(_ value: Float) -> FloatBuffer {
    FloatBuffer([Float](repeating: value, count: layout.count))
  }

  /// The first step is taken in, and then each fourth.
  @Test func bothAreMeansOfWhatIsTakenIn() {
    let averages = ParameterAverages(
      layout, beginningAt: buffer(9), pool: WorkerPool(count: 2))
    #expect(averages.long.elements.allSatisfy { $0 == 9 })
    for step in 1...12 { averages.note(buffer(Float(step)), after: step) }
    let expected: Float = (1 + 4 + 8 + 12) / 4
    for mean in [averages.long, averages.short] {
      #expect(mean.elements.allSatisfy { abs($0 - expected) < 1e-5 })
    }
    averages.shorten()
    #expect(averages.long.elements.allSatisfy { abs($0 - expected) < 1e-5 })
    averages.note(buffer(20), after: 16)
    #expect(averages.short.elements.allSatisfy { abs($0 - 20) < 1e-5 })
    #expect(averages.long.elements.allSatisfy { abs($0 - (1 + 4 + 8 + 12 + 20) / 5) < 1e-5 })
    #expect(averages.longCount == 5 && averages.shortCount == 1)
  }

  /// At a constant rate the mean predicts better than the parameters that it is the mean of.
  @Test func theMeanIsBetterThanTheLatest() throws {
    func best(_ averaging: AveragingKind) throws -> Double {
      let run = try SmallRun(Texts.sentences(2000)) {
        $0.averaging = averaging
        $0.schedule = .constant
        $0.learningRate = 0.02
        $0.batch = 2
        $0.steps = 1200
        $0.evaluateEvery = .steps(60)
      }
      return try #require(try run.trainer().train().best).natsPerSymbol
    }
    #expect(try best(.tails) < best(.none))
  }
}

private enum ModelLayout {
  static var small: ParameterLayout {
    RecurrentModel(RecurrentConfiguration(hidden: 3, input: .embedding(2), vocabulary: 5), seed: 1)
      .layout
  }
}
