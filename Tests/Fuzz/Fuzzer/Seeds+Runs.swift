import GeulKit
import GeulStorage

/// A run of a small model after some steps, by the files of its checkpoint.
struct SmallRun {
  let files: [String: [UInt8]]
}

extension Seeds {
  /// A run of each kind.
  static let runs: [SmallRun] = {
    let models: [ModelConfiguration] = [
      .recurrent(
        RecurrentConfiguration(
          cell: .lstm, layers: 2, hidden: 5, input: .embedding(3), vocabulary: 1)),
      .recurrent(
        RecurrentConfiguration(cell: .gru, layers: 1, hidden: 4, input: .oneHot, vocabulary: 1)),
      .window(
        WindowConfiguration(window: 3, layers: 1, hidden: 5, input: .embedding(2), vocabulary: 1)),
      .ngram(NGramConfiguration(order: 2, vocabulary: 1)),
      .ngram(NGramConfiguration(order: 1, smoothing: .addK, vocabulary: 1)),
    ]
    do { return try models.map(run) } catch { preconditionFailure("\(error)") }
  }()

  static func checkpoints() throws -> [[UInt8]] {
    runs.indices.flatMap { kind in
      CheckpointTarget.files.enumerated().map { number, name in
        [UInt8(kind), UInt8(number)] + (runs[kind].files[name] ?? [])
      }
    }
  }

  private static func run(of configuration: ModelConfiguration) throws -> SmallRun {
    // 1 is the tokenizer whose unknown scalars are one symbol, so that models are small.
    let tokenizer = tokenizers[1]
    let tokens = tokenizer.tokens(of: text)
    var model = configuration
    model.vocabulary = tokenizer.symbolCount
    var training = TrainingConfiguration()
    (training.batch, training.sequence, training.steps, training.threads) = (2, 4, 3, 1)
    let settings = RunSettings(
      model: model, training: training, corpus: ["corpus.txt"],
      corpusFingerprint: tokens.fingerprint, corpusSymbols: tokens.count)
    let data = try TrainingData(
      corpus: tokens, tokenizer: tokenizer, validation: training.validation, test: training.test)
    let folder = RunFolder(Scratch.folder + "/seed-run")
    try folder.prepare()
    if model.learnsByGradient {
      _ = try Trainer(settings, tokenizer: tokenizer, data: data, run: folder).train()
    } else {
      _ = try CountingRun(settings, tokenizer: tokenizer, data: data, run: folder).train()
    }
    let checkpoint = try RunFolder.resolve(folder.path, .latest)
    var files: [String: [UInt8]] = [:]
    for name in try FileSystem.current.names(in: checkpoint) {
      files[name] = try readFile(checkpoint + "/" + name, limit: 1 << 20)
    }
    try FileSystem.current.removeFolder(folder.path)
    return SmallRun(files: files)
  }
}
