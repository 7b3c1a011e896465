import CAllocations
import GeulKit

// Trains as `geul train` does, its log on, and prints what a hundred steps after the first hundred allocate.
//
//     CountAllocations CORPUS RUN MODEL OPTIMIZER PRECISION

let arguments = CommandLine.arguments
guard arguments.count == 6, let name = ModelName(rawValue: arguments[3]),
  let optimizer = OptimizerKind(rawValue: arguments[4]),
  let precision = ProductKind(rawValue: arguments[5])
else { preconditionFailure("expected CORPUS RUN MODEL OPTIMIZER PRECISION, found \(arguments)") }

var training = TrainingConfiguration()
(training.batch, training.sequence, training.steps, training.threads) = (5, 12, 200, 2)
(training.optimizer, training.precision) = (optimizer, precision)
training.validation = 0

@MainActor func sizes(vocabulary: Int) -> ModelConfiguration {
  var choices = ModelChoices()
  (choices.model, choices.layers, choices.hidden) = (name, 2, 37)
  (choices.embedding, choices.dropout) = (.embedding(9), 0.2)
  guard let configuration = try? choices.configuration(vocabulary: vocabulary) else {
    preconditionFailure("no \(name.rawValue) of these sizes")
  }
  return configuration
}

_ = try LanguageModel.train(
  on: [arguments[1]], model: sizes, training: training, run: arguments[2]
) { event in
  guard case .step(let step) = event else { return }
  if step.step == 100 { geul_count_allocations() }
  guard step.step == 200 else { return }
  // Before `print`, whose arguments are allocated.
  let count = geul_stop_counting()
  print(count)
}
