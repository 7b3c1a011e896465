import GeulCompute
import GeulModel
import GeulTraining
import GeulWork

/// A network that learns a task of memory at one delay, from nothing.
///
/// Longer delays are not led up to by shorter ones: by such a curriculum a plain RNN, too, learns to hold a letter while
/// nothing but blanks comes, and one would not see what its gradient reaches by itself.
final class DelayLearner {
  private let task: MemoryTask
  private let delay: Int
  private let model: RecurrentModel
  private let learner: RecurrentLearner
  private let optimizer: Optimizer
  private let pool: WorkerPool
  private var random: RandomStream
  private var chunk: Chunk
  /// The losses of the latest steps.
  private var recent: [Double] = []
  private(set) var steps = 0

  /// Loss per symbol asked for, below which the delay is mastered: about 98 % right.
  private static let mastered = 0.05
  private static let (lanes, rate, clip) = (32, 0.007, 1.0)

  init(
    _ task: MemoryTask, _ variant: RecurrenceVariant, hidden: Int, delay: Int, seed: UInt64,
    pool: WorkerPool
  ) {
    (self.task, self.delay, self.pool) = (task, delay, pool)
    model = variant.makeModel(vocabulary: MemoryTask.vocabulary, hidden: hidden, seed: seed)
    let count = task.steps(delay: delay)
    learner = RecurrentLearner(model, steps: count, lanes: Self.lanes, kind: .fp32, pool: pool)
    optimizer = Optimizer(
      .adam, count: model.parameters.count, clip: Self.clip, pool: pool)
    random = RandomStream(seed: seed, purpose: RandomPurpose.memoryTask)
    chunk = Chunk(steps: count, lanes: Self.lanes)
  }

  /// Whether the latest five steps found nearly everything right.
  var hasMastered: Bool { recent.count == 5 && recent.allSatisfy { $0 < Self.mastered } }

  func step() {
    task.fill(&chunk, delay: delay, random: &random)
    learner.clearGradients()
    recent = recent.suffix(4) + [learner.step(chunk)]
    _ = optimizer.step(
      parameters: learner.parameters, gradients: learner.gradients, rate: Self.rate)
    steps += 1
  }

  /// The share of the symbols asked for that are the likeliest of all letters, over `rounds` batches that were not learnt.
  func accuracy(rounds: Int = 8) -> Double {
    var random = RandomStream(seed: 1, purpose: RandomPurpose.memoryTask &+ 1)
    let predictor = model.makePredictor(lanes: Self.lanes, steps: 1, kind: .fp32, pool: pool)
    var (right, asked) = (0, 0)
    for _ in 0..<rounds {
      task.fill(&chunk, delay: delay, random: &random)
      predictor.reset()
      for step in 0..<chunk.steps {
        let row = step * Self.lanes..<(step + 1) * Self.lanes
        let isAsked = chunk.weights[row.lowerBound] > 0
        predictor.read(Array(chunk.inputs[row]), predicting: isAsked ? .last : .none)
        guard isAsked else { continue }
        predictor.withLogProbabilities { logs in
          for lane in 0..<Self.lanes {
            let first = lane * MemoryTask.vocabulary
            let best = task.answers.max { logs[first + $0] < logs[first + $1] }
            right += best == Int(chunk.targets[row.lowerBound + lane]) ? 1 : 0
            asked += 1
          }
        }
      }
    }
    return Double(right) / Double(max(1, asked))
  }
}

extension RandomPurpose {
  /// The sequences of tasks of memory, for training and, behind it, for testing.
  static let memoryTask: UInt64 = 50
}
