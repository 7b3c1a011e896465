import GeulKit

// A loop of training of one's own: OwnLoop CORPUS RUN
// article: begin
let (corpus, folder) = (CommandLine.arguments[1], CommandLine.arguments[2])
let text = try CorpusEncoder().learn(CorpusSource(paths: [corpus]))
let data = try TrainingData(
  corpus: text.tokens, tokenizer: text.tokenizer, validation: 0.1, test: 0)
let run = RunFolder(folder)
try run.prepare()

@MainActor func makeTrainer(_ settings: RunSettings, _ model: Model? = nil) throws -> Trainer {
  try Trainer(settings, tokenizer: text.tokenizer, data: data, run: run, model: model)
}

/// Trains to step `last`; every 20 steps the validation text is scored, and the best so far is saved.
func train(_ trainer: Trainer, to last: Int) throws {
  while trainer.progress.step < last {
    let step = try trainer.step()
    guard step.step % 20 == 0, let evaluation = try trainer.evaluate() else { continue }
    print("step \(step.step): loss \(step.loss), perplexity \(evaluation.score.perplexity)")
    if evaluation.isBest { try trainer.save() }
  }
  try trainer.save()
}

var training = TrainingConfiguration()
(training.batch, training.sequence, training.steps) = (8, 24, 80)
let sizes = RecurrentConfiguration(
  cell: .gru, layers: 1, hidden: 48, vocabulary: text.tokenizer.symbolCount)
let settings = RunSettings(
  model: .recurrent(sizes), training: training, corpus: [corpus],
  corpusFingerprint: text.tokens.fingerprint, corpusSymbols: text.tokens.count)
try train(makeTrainer(settings), to: 40)

// Another program, another day: the run goes on from its newest checkpoint, exactly.
let checkpoint = try RunFolder.resolve(folder, .latest)
let saved = try LanguageModel(checkpoint: checkpoint)
let resumed = try makeTrainer(RunSettings(checkpoint: checkpoint), saved.model)
try resumed.resume(from: checkpoint)
try train(resumed, to: 80)

let language = try LanguageModel(path: folder)
let score = try language.evaluate(on: [corpus])
print("\(score.bitsPerCharacter) bits per character")
print(language.generate(prompt: "달이 ", length: 60, seed: 3))
// article: end
