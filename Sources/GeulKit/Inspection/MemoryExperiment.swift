import GeulCompute
import GeulInspection
import GeulStorage
import GeulWork

/// How far RNN, GRU and LSTM remember in tasks that nothing but memory solves.
public struct MemoryExperiment: Sendable {
  /// H
  public var hidden = 64
  /// The delays at which networks are trained, each a network of its own.
  public var delays = [1, 5, 20, 50, 100]
  /// Minutes of training, of all together; what a network leaves that has mastered its delay goes to those after it.
  public var minutes = 1.75
  /// Decides weights and sequences.
  public var seed: UInt64 = 1

  /// The networks that are compared.
  public static let variants: [RecurrenceVariant] = [
    .rnn(.tanh, radius: 1), .gru, .lstm(forgetBias: 3),
  ]

  /// The default sizes.
  public init() {}

  private struct Part {
    let task: MemoryTask
    let variant: RecurrenceVariant
    let delay: Int

    var name: String { "\(task.rawValue), \(variant.name), delay \(delay)" }
    /// A step at a long delay takes longer; at a short one as many steps are needed, which also cost something by themselves.
    var weight: Double { Double(50 + task.steps(delay: delay)) }
  }

  private var settings: JSONValue {
    [
      "experiment": "memory", "hidden": .integer(Int64(hidden)),
      "delays": .array(delays.map { .integer(Int64($0)) }), "minutes": .number(minutes),
      "seed": .string("\(seed)"),
    ]
  }

  /// Short delays first, since they leave time, and of each the plain RNN last, since it leaves none.
  private var parts: [Part] {
    delays.sorted().flatMap { delay in
      Self.variants.reversed().flatMap { variant in
        MemoryTask.allCases.map { Part(task: $0, variant: variant, delay: delay) }
      }
    }
  }

  /// Runs what `notes`, a file, does not have yet; `progress` is told what is learnt and the share of all that is done.
  ///
  /// Throws `RequestError` where the notes are of something else, `WorkStopped` or `StorageError`.
  public func run(
    notes path: String?, pool: WorkerPool, stop: StopRequest,
    progress: (String, Double) -> Void
  ) throws -> [DelayResult] {
    var notes = try ExperimentNotes(path, settings: settings)
    let parts = parts
    var (spent, weight) = (0.0, parts.reduce(0) { $0 + $1.weight })
    let results = try parts.map { part in
      let seconds = max(0, 60 * minutes - spent) * part.weight / weight
      weight -= part.weight
      let result: DelayResult
      if let known = notes.result(part.name) {
        result = try DelayResult(part.task, part.variant, known)
      } else {
        result = try DelayResult(
          part.task, part.variant, hidden: hidden, delay: part.delay, seconds: seconds, seed: seed,
          pool: pool, stop: stop
        ) { progress(part.name, min(1, (spent + $0 * seconds) / (60 * minutes))) }
        try notes.add(part.name, result.json)
      }
      spent += result.seconds
      return result
    }
    return MemoryTask.allCases.flatMap { task in
      Self.variants.flatMap { variant in
        results.filter { $0.task == task && $0.variant == variant }
      }
    }
  }
}

extension DelayResult {
  /// As notes and JSON have it.
  var json: JSONValue {
    [
      "task": .string(task.rawValue), "name": .string(variant.name),
      "delay": .integer(Int64(delay)), "accuracy": .number(accuracy), "seconds": .number(seconds),
      "steps": .integer(Int64(steps)),
    ]
  }

  /// As it was written down.
  init(_ task: MemoryTask, _ variant: RecurrenceVariant, _ file: JSONReader) throws(StorageError) {
    self.init(
      task: task, variant: variant, delay: try file.integer(at: "delay"),
      accuracy: try file.number(at: "accuracy"), seconds: try file.number(at: "seconds"),
      steps: try file.integer(at: "steps"))
  }
}
