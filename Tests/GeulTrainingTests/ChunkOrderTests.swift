import GeulModel
import GeulTraining
import Testing

/// What a model that carries a state reads its chunks after.
@Suite struct ChunkOrderTests {
  /// Every chunk of this text is the same five symbols, and at this rate nothing is learnt: what differs is the state.
  private func losses(_ name: ModelName, _ order: ChunkOrder) throws -> [UInt64] {
    let run = try SmallRun(String(repeating: "abcde", count: 9) + "a", anyModel: .small(name)) {
      ($0.batch, $0.sequence, $0.steps, $0.validation) = (1, 5, 9, 0)
      ($0.optimizer, $0.momentum, $0.learningRate, $0.schedule) = (.sgd, 0, 1e-30, .constant)
      $0.chunks = order
    }
    var diary = Diary()
    try run.trainer().train(into: &diary)
    #expect(diary.losses.count == 9)
    return diary.losses
  }

  @Test(arguments: [ModelName.lstm, .gru, .rnn, .window])
  func resetChunksAreReadFromNothing(name: ModelName) throws {
    let (carried, reset) = (try losses(name, .carried), try losses(name, .reset))
    #expect(carried[0] == reset[0])
    #expect(Set(reset).count == 1)
    #expect(carried[1...].allSatisfy { $0 != reset[0] })
  }

  /// An LSTM, which carries the most, reads a piece from any place as its first.
  @Test func randomChunksAreReadFromNothing() throws {
    let random = try losses(.lstm, .random)
    // There are five pieces, by the symbol that they begin with.
    #expect(Set(random).count > 1 && Set(random).count <= 5)
  }
}
