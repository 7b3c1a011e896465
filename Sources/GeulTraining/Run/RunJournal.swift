import GeulCompute
import GeulStorage
import GeulWork
import Glibc

/// What a run writes down while it goes on: `metrics.jsonl`, the figures of steps and evaluations, and `log.jsonl`, what
/// happened to it.
///
/// Both are appended to in whole lines. The metrics are cut back to where a resumed run goes on from, the log never.
/// Notes that cannot be written are told of once, and the run goes on without them.
final class RunJournal {
  private let run: RunFolder
  private let tell: (String) -> Void
  private var metrics: LineFile?
  private var log: LineFile?
  private var line = JSONLine()
  private var hasFailed = false

  /// The journal of a run; `tell` is told what cannot be written.
  init(_ run: RunFolder, tell: @escaping (String) -> Void) {
    self.run = run
    self.tell = tell
  }

  /// Begins a session at `progress`: notes the resolved settings, and forgets the metrics of steps after it.
  func open(
    _ settings: RunSettings, _ start: TrainingEvent.Start, _ progress: TrainingProgress
  ) {
    attempt { () throws(StorageError) in
      let metrics = try LineFile(run.metrics, on: run.fileSystem)
      try metrics.cut { MetricsPlace($0)?.isBehind(progress) ?? false }
      self.metrics = metrics
      log = try LineFile(run.log, on: run.fileSystem)
    }
    note([
      "event": "start", "time": .string(WallClock.now), "step": .integer(Int64(progress.step)),
      "process": .integer(Int64(getpid())),
      "version": .string(BuildInformation.version),
      "commit": BuildInformation.commit.map { .string($0) } ?? .null,
      "vectors": .string(Processor.vectors),
      "parameters": start.parameters.map { .integer(Int64($0)) } ?? .null,
      "settings": settings.json,
      "threads": .integer(Int64(start.threads)),
    ])
  }

  /// Appends a step's figures; allocates nothing.
  func note(_ step: TrainingEvent.Step) {
    step.write(to: &line)
    append(line.bytes, to: metrics)
  }

  /// Appends an evaluation's figures.
  func note(_ evaluation: TrainingEvent.Evaluation) {
    append(evaluation.json.serialized() + [UInt8(ascii: "\n")], to: metrics)
  }

  /// Notes that a checkpoint was saved, and what that took.
  func noteSave(step: Int, path: String, seconds: Double) {
    note([
      "event": "save", "time": .string(WallClock.now), "step": .integer(Int64(step)),
      "path": .string(path), "seconds": .number(seconds),
    ])
  }

  /// Notes that a checkpoint could not be saved, why, and after how many seconds that is tried again.
  func noteFailedSave(step: Int, path: String, error: StorageError, retryAfter: Double) {
    note([
      "event": "failed_save", "time": .string(WallClock.now), "step": .integer(Int64(step)),
      "path": .string(path), "message": .string(error.description),
      "retry_after": .number(max(0, retryAfter)),
    ])
  }

  /// Notes what the guard did.
  func note(_ event: GuardEvent) {
    guard case .object(var object) = event.json else { return }
    object.append("time", .string(WallClock.now))
    note(.object(object))
  }

  /// Notes what a person was told.
  func noteNotice(step: Int, _ text: String) {
    note([
      "event": "notice", "time": .string(WallClock.now), "step": .integer(Int64(step)),
      "message": .string(text),
    ])
  }

  /// Notes that the session ended, and why.
  func noteStop(step: Int, cause: String, message: String?) {
    note([
      "event": "stop", "time": .string(WallClock.now), "step": .integer(Int64(step)),
      "cause": .string(cause), "message": message.map { .string($0) } ?? .null,
    ])
  }

  private func note(_ value: JSONValue) {
    append(value.serialized() + [UInt8(ascii: "\n")], to: log)
  }

  private func append(_ bytes: [UInt8], to file: LineFile?) {
    guard let file else { return }
    do { try file.append(bytes) } catch { fail(error) }
  }

  private func attempt(_ body: () throws(StorageError) -> Void) {
    do { try body() } catch { fail(error) }
  }

  private func fail(_ error: StorageError) {
    guard !hasFailed else { return }
    hasFailed = true
    tell("\(error); the run goes on without these notes")
  }
}

/// Which step a line of the metrics belongs to.
private struct MetricsPlace {
  private let step: Int
  private let isEvaluation: Bool

  /// nil of a line that is none of ours.
  init?(_ line: ArraySlice<UInt8>) {
    do {
      let reader = try JSONReader(Array(line), file: "")
      step = try reader.integer(at: "step")
      isEvaluation = try reader.string(at: "event") == "evaluation"
    } catch { return nil }
  }

  /// Whether a run that stands at `progress` has done it.
  func isBehind(_ progress: TrainingProgress) -> Bool {
    step <= (isEvaluation ? progress.evaluatedStep : progress.step)
  }
}

/// What is to be told when there is somebody to tell it to.
final class Notices {
  var texts: [String] = []

  /// What was not told yet.
  func takeAll() -> [String] {
    defer { texts = [] }
    return texts
  }
}
