import GeulEvaluation
import GeulModel
import GeulText

/// What a trainer tells while it works.
public enum TrainingEvent: Sendable {
  /// Training begins, at `step` if it was resumed.
  case start(Start)
  /// One optimizer step is done.
  case step(Step)
  /// A model that counts has come so far.
  case counting(Counting)
  /// The validation text was scored.
  case evaluation(Evaluation)
  /// A step was left out, or the model taken back.
  case guarded(GuardEvent)
  /// A checkpoint is on disk.
  case checkpoint(step: Int, path: String)
  /// Text from the model as it is now.
  case sample(step: Int, text: String)
  /// Something the user should know.
  case notice(String)
  /// Training has ended.
  case finished(TrainingOutcome)

  /// The facts of a run.
  public struct Start: Sendable {
    /// Numbers that are trained; nil of a model that counts and has not yet.
    public let parameters: Int?
    /// V.
    public let vocabulary: Int
    /// Symbols to train on.
    public let trainingSymbols: Int
    /// Symbols to validate on; 0 if there are none.
    public let validationSymbols: Int
    /// The part of them that is trained on too; nil if nobody has looked.
    public let validationShareTrainedOn: Double?
    /// How a model that learns by gradient goes through the text; nil of one that counts.
    public let chunks: Chunks?
    /// Workers.
    public let threads: Int
    /// Steps done before, when resumed.
    public let step: Int

    /// The pieces in which a text is learnt from by gradient.
    public struct Chunks: Sendable {
      /// Optimizer steps of one pass through the text.
      public let stepsPerEpoch: Int
      /// B.
      public let lanes: Int
      /// T.
      public let sequence: Int
      /// Which pieces they are, and what stands before each.
      public let order: ChunkOrder
      /// The kind of products, as `ProductKind` names it.
      public let precision: String
    }
  }

  /// How far a model that counts has come.
  public struct Counting: Sendable {
    /// What is being done.
    public let stage: NGramCounter.Stage
    /// Symbols counted.
    public let symbols: Int
    /// Symbols to count.
    public let total: Int
    /// Symbols counted a second since the beginning.
    public let symbolsPerSecond: Double
    /// The same in Unicode scalars.
    public let charactersPerSecond: Double
    /// Seconds that the run has taken.
    public let seconds: Double
  }

  /// One step's figures.
  public struct Step: Sendable {
    /// Steps done.
    public let step: Int
    /// Epochs done, with fraction.
    public let epoch: Double
    /// Mean loss of the chunk in nats per symbol.
    public let loss: Double
    /// The same in bits per Unicode scalar.
    public let bitsPerCharacter: Double
    /// The learning rate of the step.
    public let learningRate: Double
    /// Norm of the gradient before clipping.
    public let gradientNorm: Double
    /// Symbols trained on a second, over the last steps.
    public let symbolsPerSecond: Double
    /// The same in Unicode scalars.
    public let charactersPerSecond: Double
    /// Seconds that the run has taken.
    public let seconds: Double
    /// Seconds until the end, as far as can be told.
    public let secondsLeft: Double
    /// Whether it was left out; see `GuardEvent`.
    public let wasSkipped: Bool
  }

  /// How well the model predicts the validation text.
  public struct Evaluation: Sendable {
    /// Steps done.
    public let step: Int
    /// Which part of the corpus was scored.
    public let split: CorpusSplit.Part
    /// The figures over symbols.
    public let score: GeulEvaluation.Evaluation
    /// Loss in bits over the Unicode scalars of the text.
    public let bitsPerCharacter: Double
    /// Whether it is the best so far.
    public let isBest: Bool
    /// The mean loss of the training steps since the evaluation before, in nats per symbol, dropout included; nil where
    /// there were none.
    public var trainingNatsPerSymbol: Double?
    /// The best evaluation before this one.
    public var previousBest: BestEvaluation?
  }
}
