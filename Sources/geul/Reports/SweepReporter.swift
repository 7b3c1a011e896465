import GeulKit
import Synchronization

/// What happens in a sweep, for a person on standard error: a line for each run that ends, and below it how far the rest
/// has come.
final class SweepReporter: Sendable {
  /// A run that is under way.
  private struct Course {
    var step = 0
    var loss = Double.nan
    var seconds = 0.0
    var secondsLeft = Double.infinity
  }

  private struct State {
    var line = ProgressLine()
    var courses: [Int: Course] = [:]
    /// Seconds of the runs that have ended, those before this session among them.
    var ended: [Double]
    /// Notes that were told: what holds of one text is told of each run.
    var told: Set<String> = []
  }

  private let plan: SweepPlan
  private let runs: [SweepPlan.Run]
  private let jobs: Int
  private let state: Mutex<State>

  /// A reporter of a sweep that is about to go on.
  init(_ sweep: Sweep, jobs: Int) {
    (plan, runs, self.jobs) = (sweep.plan, sweep.plan.runs, jobs)
    let results = sweep.summary.rows.flatMap(\.results)
    state = Mutex(State(ended: results.map(\.seconds)))
    if !results.isEmpty {
      Notes.line("\(sweep.folder): \(results.count) of \(runs.count) runs were done before")
    }
  }

  /// Tells one event.
  func tell(_ event: SweepEvent) {
    state.withLock { state in
      switch event.kind {
      case .begun(let step):
        state.courses[event.run] = Course()
        if step > 0 { state.line.print("\(name(event.run)): goes on from step \(step)") }
      case .training(let training): tell(training, of: event.run, &state)
      case .ended(let result):
        state.courses[event.run] = nil
        state.ended.append(result.seconds)
        state.line.print("\(name(event.run)): \(Self.words(on: result))")
      case .note(let text): note(text, &state)
      }
    }
  }

  /// Takes the progress off the screen.
  func clear() { state.withLock { $0.line.clear() } }

  private func tell(_ event: TrainingEvent, of run: Int, _ state: inout State) {
    switch event {
    case .step(let step):
      state.courses[run] = Course(
        step: step.step, loss: step.loss, seconds: step.seconds, secondsLeft: step.secondsLeft)
      let (left, runs) = (secondsLeft(state), self.runs.count)
      let name = name(run)
      state.line.show(
        "\(name)  \(Figures.duration(left)) left of \(runs) runs  step \(step.step)  "
          + "loss \(Figures.fixed(step.loss, 3))  \(Figures.grouped(step.charactersPerSecond)) char/s"
      )
    case .notice(let text): note("\(name(run)): \(text)", &state)
    case .guarded(let event): note("\(name(run)): \(event)", &state)
    default: break
    }
  }

  private func note(_ text: String, _ state: inout State) {
    if state.told.insert(text).inserted { state.line.print("geul: \(text)") }
  }

  /// Seconds until all is done: those of the runs at work, and of the others as many as runs take on average.
  private func secondsLeft(_ state: State) -> Double {
    let active = state.courses.values
    let known =
      state.ended + active.filter { $0.secondsLeft.isFinite }.map { $0.seconds + $0.secondsLeft }
    guard !known.isEmpty else { return .infinity }
    let mean = known.reduce(0, +) / Double(known.count)
    let waiting = runs.count - state.ended.count - active.count
    let left = active.reduce(0) { $0 + ($1.secondsLeft.isFinite ? $1.secondsLeft : mean) }
    return (left + Double(max(0, waiting)) * mean) / Double(max(1, min(jobs, active.count)))
  }

  private func name(_ run: Int) -> String {
    let seed = runs[run].seed.map { ", seed \($0)" } ?? ""
    return "run \(run + 1) of \(runs.count): \(plan.variants[runs[run].variant].name)\(seed)"
  }

  private static func words(on result: SweepResult) -> String {
    if let failure = result.failure { return failure }
    let bits = result.bitsPerCharacter.map { "\(Figures.fixed($0, 3)) bits per character" }
    return "\(bits ?? "no figure") after \(Figures.grouped(result.steps)) steps, "
      + Figures.duration(result.seconds)
  }
}
