import GeulCompute
import GeulModel
import GeulStorage

/// A copy of what a checkpoint holds of training at one step, so that it can be written, or gone back to, while training
/// goes on.
///
/// Whoever takes it must not do so while it is written. Memory: that of the parameters and the optimizer's moments.
final class TrainingSnapshot: @unchecked Sendable {
  /// Where the run stood.
  private(set) var progress = TrainingProgress()

  private let layout: ParameterLayout
  private let parameters: FloatBuffer
  private let moments: [FloatBuffer]
  private let lanes: Int
  private var carried: [TensorSource] = []
  private var optimizerSteps = 0
  private var guardState: JSONValue = .null

  /// Room for a copy.
  init(_ learner: ModelLearner, _ optimizer: Optimizer) {
    layout = learner.layout
    lanes = learner.lanes
    parameters = FloatBuffer(count: layout.count)
    moments = optimizer.moments.map { FloatBuffer(count: $0.count) }
  }

  /// Copies the present state.
  func take(
    _ learner: ModelLearner, _ optimizer: Optimizer, _ progress: TrainingProgress,
    _ guardState: JSONValue
  ) {
    parameters.copy(from: learner.parameters)
    for (copy, moment) in zip(moments, optimizer.moments) { copy.copy(from: moment) }
    carried = learner.carriedTensors()
    optimizerSteps = optimizer.steps
    self.progress = progress
    self.guardState = guardState
  }

  /// Makes parameters and moments what they were, and has the streams begin anew.
  func restore(_ learner: ModelLearner, _ optimizer: Optimizer) {
    learner.parameters.copy(from: parameters)
    for (copy, moment) in zip(moments, optimizer.moments) { moment.copy(from: copy) }
    optimizer.steps = optimizerSteps
    learner.forgetCarried()
  }

  /// The parameters, for `model.safetensors`.
  var parameterTensors: [TensorSource] { layout.tensors(of: parameters) }

  /// Moments and what is carried, for `training.safetensors`.
  var trainingTensors: [TensorSource] {
    moments.enumerated().flatMap { index, moment in
      layout.tensors(of: moment, prefix: Self.prefix(ofMoment: index))
    } + carried
  }

  /// What `training.json` holds.
  var state: JSONValue {
    [
      "progress": progress.json, "lanes": .integer(Int64(lanes)),
      "optimizer_steps": .integer(Int64(optimizerSteps)), "guard": guardState,
    ]
  }

  /// Bytes that a checkpoint of it takes, but for the text's own files.
  var byteCount: Int { (1 + moments.count) * parameters.count * MemoryLayout<Float>.size }

  /// What stands before the parameters' names in those of a moment.
  static func prefix(ofMoment index: Int) -> String { "moment\(index)." }
}
