import GeulCompute
import GeulModel
import GeulStorage
import GeulTraining
import Testing

/// Stops at random steps, in runs of random settings: the run that was not stopped has the same bits.
@Suite struct RandomResumeTests {
  private static let text = Texts.sentences(113)
  private static let steps = 26

  /// Parameters and moments of a finished run, and what it told.
  private struct End: Equatable {
    var parameters: [UInt32]
    var moments: [[UInt32]]
    var diary: Diary
  }

  private func end(_ trainer: Trainer, _ diary: Diary) -> End {
    var diary = diary
    diary.checkpoints = []
    return End(
      parameters: trainer.bits, moments: trainer.optimizer.moments.map(\.bits), diary: diary)
  }

  /// Settings drawn by a seed: every rule, schedule, regularizer and cell has its turn.
  private func run(_ random: inout RandomStream, _ name: ModelName, threads: Int) throws -> SmallRun
  {
    var model = ModelConfiguration.small(name, dropout: [0, 0.3][Int(random.next() % 2)])
    if case .recurrent(var recurrent) = model, name == .rnn {
      recurrent.activation = [.tanh, .relu, .sigmoid][Int(random.next() % 3)]
      model = .recurrent(recurrent)
    }
    let draws = (0..<9).map { _ in Int(random.next() % 1024) }
    return try SmallRun(Self.text, anyModel: model) {
      ($0.batch, $0.sequence, $0.steps, $0.threads) = (
        1 + draws[0] % 3, 2 + draws[1] % 5, Self.steps, threads
      )
      ($0.optimizer, $0.schedule) = (
        OptimizerKind.allCases[draws[2] % OptimizerKind.allCases.count],
        ScheduleKind.allCases[draws[3] % ScheduleKind.allCases.count]
      )
      ($0.warmUp, $0.clip) = ([0, 7][draws[4] % 2], [0, 0.5, 5][draws[5] % 3])
      ($0.validation, $0.evaluateEvery) = (0.2, .steps(1 + draws[6] % 6))
      ($0.saveEvery, $0.keep, $0.seed) = (.steps(1 + draws[7] % 9), 2, random.next() % 1000)
      $0.learningRate = 0.02
      $0.chunks = ChunkOrder.allCases[draws[8] % ChunkOrder.allCases.count]
    }
  }

  @Test(arguments: [ModelName.lstm, .gru, .rnn, .window], [1, 2])
  func stopsAtRandomStepsChangeNoBit(name: ModelName, threads: Int) throws {
    var random = RandomStream(seed: UInt64(threads), purpose: UInt64(name.rawValue.utf8.count))
    for attempt in 0..<8 {
      let run = try run(&random, name, threads: threads)
      var diary = Diary()
      let whole = try run.trainer()
      try whole.train(into: &diary)
      let expected = end(whole, diary)
      let temporary = try TemporaryFolder()
      let folder = RunFolder(temporary.path("run"))
      try folder.prepare()
      var stopped = Diary()
      var trainer = try run.trainer(folder)
      var stop = 0
      while true {
        stop += 1 + Int(random.next() % 12)
        try trainer.train(into: &stopped, stoppingAt: stop < Self.steps ? stop : nil)
        guard stop < Self.steps else { break }
        trainer = try SmallRun.resumed(
          from: try RunFolder.resolve(folder.path, .latest), text: Self.text, in: folder)
      }
      #expect(end(trainer, stopped) == expected, "\(attempt): \(run.settings.training)")
    }
  }
}
