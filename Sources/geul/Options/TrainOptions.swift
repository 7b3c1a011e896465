import ArgumentParser
import GeulKit

/// The flags of `geul train`. Nil means not given: the default, or with `--resume` what the run had.
struct TrainOptions: ParsableArguments {
  @Argument(
    help:
      "Files, packed ones too, folders (every .txt below, in name order), or - for standard input.")
  var corpus: [String] = []

  @Option(help: "The run's folder (default: checkpoints/NAME, after the corpus).")
  var out: String?

  @Option(help: "A TOML file with any of these flags as keys; flags win.")
  var config: String?

  @Flag(help: "Go on from the newest valid checkpoint in --out, exactly.")
  var resume = false

  @Option(
    help:
      "A run or checkpoint whose weights the new run begins with; its vocabulary grows by what the text has more."
  )
  var from: String?

  @Option(help: "small, medium or large: sizes of the model (default: by text and time).")
  var preset: SizePreset?

  @Option(help: "lstm, gru, rnn, window or ngram (default: lstm).")
  var model: ModelName?

  @Option(help: "Layers, one upon the other (default: by text and time; window 2).")
  var layers: Int?

  @Option(help: "Units of a layer (default: by text and time; window 256).")
  var hidden: Int?

  @Option(help: "Numbers of a symbol's vector, or onehot (default: 64, or 128 by the vocabulary).")
  var embedding: InputEncoding?

  @Option(help: "Symbols that a prediction of window sees (default: 8).")
  var window: Int?

  @Option(help: "Nonlinearity of rnn and window: tanh, relu or sigmoid (default: tanh).")
  var activation: Activation?

  @Option(help: "What the projection reads: the last layer, or the sum of all (default: sum).")
  var outputs: ProjectedOutputs?

  @Option(
    help:
      "Probability of dropping a unit, between layers and before the projection (default: by text and passes)."
  )
  var dropout: Float?

  @Option(help: "The same before the projection alone (default: as --dropout).")
  var outputDropout: Float?

  @Option(help: "Probability of dropping a number of a symbol's vector (default: 0).")
  var inputDropout: Float?

  @Option(
    help:
      "Probability of dropping a recurrent weight, for a chunk (DropConnect; default: 0).")
  var weightDropout: Float?

  @Option(help: "Whether units to drop are drawn anew each step or chunk (default: step).")
  var dropoutMasks: DropoutMasks?

  @Option(
    help:
      "Symbols of context of ngram (default: 5); 0 is the unigram, 1 the Markov chain. Others call order N an (N + 1)-gram."
  )
  var order: Int?

  @Option(help: "Smoothing of ngram: kneser-ney, witten-bell or add-k (default: kneser-ney).")
  var smoothing: Smoothing?

  @Option(help: "What add-k adds to each count (default: 0.1; 1 is Laplace's rule).")
  var pseudocount: Double?

  @OptionGroup var text: TextOptions

  @Option(help: "Part of the corpus to validate on, cut from its end (default: 0.1).")
  var validation: Double?

  @Option(help: "Part to keep for a final test, cut from the very end (default: 0).")
  var test: Double?

  @Option(help: "A text to validate on, instead of a part of the corpus.")
  var validationFile: String?

  @Option(help: "A text for `geul eval --split test`, instead of a part of the corpus.")
  var testFile: String?

  @Option(help: "Lanes: places of the text that are read side by side (default: by text and time).")
  var batch: Int?

  @Option(
    help: "Steps of truncated backpropagation through time (default: 64, or 128 by the text).")
  var sequence: Int?

  @Option(
    help:
      "What a chunk is read after: carried, the state that the one before has left; reset, nothing; random, nothing, and it is a piece from anywhere (default: carried)."
  )
  var chunks: ChunkOrder?

  @Option(help: "Times through the text (default: until it gets no better; see --patience).")
  var epochs: Double?

  @Option(help: "Optimizer steps.")
  var steps: Int?

  @Option(help: "Minutes on the clock, evaluations included.")
  var minutes: Double?

  @Option(
    help:
      "Evaluations in a row without improvement that end a run (default: 8, if no other end is given)."
  )
  var patience: Int?

  @Option(help: "adam, adamw, rmsprop or sgd (default: adam).")
  var optimizer: OptimizerKind?

  @Option(help: "Learning rate at full height (default: 0.003; with --from 0.001).")
  var learningRate: Double?

  @Option(
    help:
      "constant, cosine, step, wsd or plateau (default: wsd, or plateau where no end is given).")
  var schedule: ScheduleKind?

  @Option(help: "Steps over which the learning rate climbs (default: 0).")
  var warmUp: Int?

  @Option(name: .customLong("warmup"), help: .hidden)
  var warmUpAlias: Int?

  @Option(help: "Norm above which a gradient is scaled down; 0 never (default: 5).")
  var clip: Double?

  @Option(help: "Decay of adamw (default: 0.01).")
  var weightDecay: Double?

  @Option(help: "Momentum of sgd (default: 0.9).")
  var momentum: Double?

  @Option(
    help: "Offer the latest parameters, none, or their mean, tails (default: tails).")
  var average: AveragingKind?

  @Option(help: "auto, fp32 or bf16 (default: auto, the fastest here). fp32 repeats bit for bit.")
  var precision: Precision?

  @Option(
    help:
      "What the output starts at: unigram (the text's frequencies) or uniform (default: unigram).")
  var prior: OutputPrior?

  @Option(help: "Workers (default: one for each fast physical core that may be used).")
  var threads: Int?

  @Option(help: "What weights, masks and samples are drawn from (default: 1).")
  var seed: Seed?

  @Option(
    help: "Steps between evaluations, or a time such as 60s or 5m (default: some twenty in a run).")
  var evaluateEvery: Cadence?

  @Option(help: "Steps, or time, between checkpoints (default: each best one, and every minute).")
  var saveEvery: Cadence?

  @Option(help: "Latest checkpoints to keep, besides the best (default: 1).")
  var keep: Int?

  @Option(help: "Steps, or time, between samples of text (default: every 20s on a terminal).")
  var sampleEvery: Cadence?

  @Flag(help: "Events as JSON, one a line, on standard output.")
  var json = false

  @Flag(help: "No progress.")
  var quiet = false

  /// Flags that a configuration file may hold as keys.
  static let flags =
    [
      "out", "from", "preset", "model", "layers", "hidden", "embedding", "window", "activation",
      "outputs", "dropout",
      "output-dropout", "input-dropout", "weight-dropout", "dropout-masks", "patience", "average",
      "order", "smoothing", "pseudocount",
      "validation", "test", "validation-file", "test-file", "batch", "sequence", "chunks", "epochs",
      "steps", "minutes", "optimizer", "learning-rate", "schedule", "warm-up", "clip",
      "weight-decay",
      "momentum", "precision", "prior", "threads", "seed", "evaluate-every", "save-every", "keep",
      "sample-every", "json", "quiet",
    ] + TextOptions.flags
  /// Other spellings of flags, which are understood and not shown.
  static let aliases = ["warmup": "warm-up"]
  /// Those without a value.
  static let switches: Set<String> = ["json", "quiet"]
}
