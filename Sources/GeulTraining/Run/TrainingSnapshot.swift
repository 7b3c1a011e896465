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
  /// The run's own parameters and the short mean, where `parameters` are the long one.
  private let averaged: (latest: FloatBuffer, short: FloatBuffer)?
  private var counts = (long: 0, short: 0)
  private let lanes: Int
  private var carried: [TensorSource] = []
  private var optimizerSteps = 0
  private var guardState: JSONValue = .null

  /// Room for a copy.
  init(_ learner: ModelLearner, _ optimizer: Optimizer, _ averages: ParameterAverages? = nil) {
    layout = learner.layout
    lanes = learner.lanes
    parameters = FloatBuffer(count: layout.count)
    moments = optimizer.moments.map { FloatBuffer(count: $0.count) }
    let count = layout.count
    averaged = averages.map { _ in (FloatBuffer(count: count), FloatBuffer(count: count)) }
  }

  /// Copies the present state.
  func take(
    _ learner: ModelLearner, _ optimizer: Optimizer, _ averages: ParameterAverages?,
    _ progress: TrainingProgress, _ guardState: JSONValue
  ) {
    parameters.copy(from: averages?.long ?? learner.parameters)
    if let averages, let averaged {
      averaged.latest.copy(from: learner.parameters)
      averaged.short.copy(from: averages.short)
      counts = (averages.longCount, averages.shortCount)
    }
    for (copy, moment) in zip(moments, optimizer.moments) { copy.copy(from: moment) }
    carried = learner.carriedTensors()
    optimizerSteps = optimizer.steps
    self.progress = progress
    self.guardState = guardState
  }

  /// Makes parameters and moments what they were, and has the streams begin anew.
  func restore(
    _ learner: ModelLearner, _ optimizer: Optimizer, _ averages: ParameterAverages? = nil
  ) {
    learner.parameters.copy(from: averaged?.latest ?? parameters)
    if let averaged {
      averages?.restore(long: parameters, counts.long, short: averaged.short, counts.short)
    }
    for (copy, moment) in zip(moments, optimizer.moments) { moment.copy(from: copy) }
    optimizer.steps = optimizerSteps
    learner.forgetCarried()
  }

  /// The parameters that are offered, for `model.safetensors`.
  var parameterTensors: [TensorSource] { layout.tensors(of: parameters) }

  /// Moments and what is carried, for `training.safetensors`.
  var trainingTensors: [TensorSource] {
    moments.enumerated().flatMap { index, moment in
      layout.tensors(of: moment, prefix: Self.prefix(ofMoment: index))
    } + averageTensors + carried
  }

  private var averageTensors: [TensorSource] {
    guard let averaged else { return [] }
    return layout.tensors(of: averaged.latest, prefix: ParameterAverages.latestPrefix)
      + layout.tensors(of: averaged.short, prefix: ParameterAverages.shortPrefix)
  }

  /// What `training.json` holds.
  var state: JSONValue {
    [
      "progress": progress.json, "lanes": .integer(Int64(lanes)),
      "optimizer_steps": .integer(Int64(optimizerSteps)), "guard": guardState,
      "averages": averaged == nil
        ? .null
        : ["long": .integer(Int64(counts.long)), "short": .integer(Int64(counts.short))],
    ]
  }

  /// Bytes that a checkpoint of it takes, but for the text's own files.
  var byteCount: Int {
    (1 + moments.count + (averaged == nil ? 0 : 2)) * parameters.count * MemoryLayout<Float>.size
  }

  /// What stands before the parameters' names in those of a moment.
  static func prefix(ofMoment index: Int) -> String { "moment\(index)." }
}
