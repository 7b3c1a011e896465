import GeulKit

/// The code of the article `TrainingAModel.md`, between the marks, word for word; `ArticleTests` compares
/// the two and runs this. What the article prints, a test takes from `print`.
func runArticleExample(corpus: String, run: String, print: (String) -> Void) throws {
  // article: begin
  var training = TrainingConfiguration()
  training.epochs = 20
  training.batch = 16

  func small(vocabulary: Int) -> ModelConfiguration {
    .recurrent(RecurrentConfiguration(layers: 1, hidden: 128, vocabulary: vocabulary))
  }
  let trained = try LanguageModel.train(on: [corpus], model: small, training: training, run: run) {
    if case .evaluation(let evaluation) = $0 {
      print("step \(evaluation.step): perplexity \(evaluation.score.perplexity)")
    }
  }
  print(trained.generate(prompt: "Once there was", length: 200))

  let loaded = try LanguageModel(path: run)
  let score = try loaded.evaluate(on: [corpus])
  print("\(score.perplexity) per symbol, \(score.bitsPerCharacter) bits per character")

  let bold = SamplingSettings(temperature: 0.5, topK: 10)
  print(loaded.generate(prompt: "The heron", length: 80, settings: bold, seed: 7))
  // article: end
}
