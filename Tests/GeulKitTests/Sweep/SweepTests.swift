import Foundation
import GeulKit
import Synchronization
import Testing

/// Sweeps at work.
@Suite struct SweepTests {
  private static let text = String(repeating: "달이 밝은 밤이면 두더지가 웃는다.\n", count: 40)

  private func plan(_ folder: TemporaryFolder, steps: Int = 8) throws -> SweepPlan {
    let variants = [ModelName.lstm, .gru, .ngram].map { name in
      var request = TrainingRequest()
      request.model.model = name
      if name.learnsByGradient {
        (request.model.layers, request.model.hidden, request.model.embedding) = (
          1, 6, .embedding(3)
        )
        (request.training.batch, request.training.sequence) = (3, 8)
        (request.training.steps, request.training.precision) = (steps, .fp32)
      } else {
        request.model.order = 2
      }
      return SweepPlan.Variant(name: name.rawValue, request: request)
    }
    return SweepPlan(
      name: "s", corpus: [try folder.write("moon.txt", Self.text)], variants: variants,
      seeds: [3, 5])
  }

  /// What must not depend on when and how the runs were made.
  private func figures(_ summary: SweepSummary) -> [String] {
    summary.rows.flatMap { row in
      row.results.map { result in
        "\(row.name) \(result.seed ?? 0) \(result.parameters ?? 0) \(result.steps) \(result.bestStep ?? -1) "
          + "\(result.natsPerSymbol ?? .nan) \(result.bitsPerCharacter ?? .nan)"
      }
    }
  }

  private final class Events: Sendable {
    private let list = Mutex<[SweepEvent]>([])
    func note(_ event: SweepEvent) { list.withLock { $0.append(event) } }
    var begun: [Int] {
      list.withLock { $0 }.compactMap { if case .begun = $0.kind { $0.run } else { nil } }
    }
  }

  @Test func aSweepIsARunForEachVariantAndSeed() throws {
    let folder = try TemporaryFolder()
    let plan = try plan(folder)
    let sweep = try Sweep(plan, in: folder.path("sweep"))
    try sweep.run(threads: 1)
    let summary = sweep.summary
    #expect(!summary.isStopped && summary.ended == 5)
    #expect(summary.rows.map(\.results.count) == [2, 2, 1])
    for row in summary.rows {
      for result in row.results {
        let events = try String(contentsOfFile: result.folder + "/metrics.jsonl", encoding: .utf8)
          .split(separator: "\n").map { try JSONReader(Array($0.utf8), file: "metrics") }
          .filter { try $0.string(at: "event") == "evaluation" }
        let best = try #require(
          try events.filter { try $0.bool(at: "best") }.last)
        #expect(try best.number(at: "nats_per_symbol") == result.natsPerSymbol)
        let bits = try best.number(at: "bits_per_character")
        #expect(abs(bits - (result.bitsPerCharacter ?? 0)) < 1e-9 * bits)
        #expect(try LanguageModel(path: result.folder).model.parameterCount == result.parameters)
      }
    }
    let report = InspectionReport(sweep: summary)
    #expect(report.tables[0].rows.map { $0[0] } == ["lstm", "gru", "ngram"])
    #expect(report.tables[0].rows[0].last?.contains("±") == true)
    #expect(report.html.contains("<svg"))
  }

  @Test func stoppedSweepsGoOnAndRepeatNothing() throws {
    let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
    let whole = try Sweep(plan(one), in: one.path("sweep"))
    try whole.run(threads: 1)
    var begun: [Int] = []
    for session in 0..<9 {
      let (stop, events) = (StopRequest(), Events())
      let steps = Mutex(0)
      let sweep = try Sweep(plan(two), in: two.path("sweep"))
      try sweep.run(threads: 1, stop: stop) { event in
        events.note(event)
        guard case .training(.step) = event.kind else { return }
        // In the middle of a run, and not twice at the same place.
        if steps.withLock({
          $0 += 1
          return $0
        }) == 5 + session {
          stop.request()
        }
      }
      begun += events.begun
      #expect(sweep.summary.isStopped == !sweep.left.isEmpty)
      if sweep.left.isEmpty { break }
    }
    let end = try Sweep(plan(two), in: two.path("sweep"))
    #expect(figures(end.summary) == figures(whole.summary))
    // A run that had ended was not begun again.
    #expect(begun == begun.sorted() && Set(begun) == Set(0..<5) && begun.count > 5)
  }

  @Test(arguments: [2, 9])
  func jobsSideBySideFindTheSame(jobs: Int) throws {
    let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
    let alone = try Sweep(plan(one), in: one.path("sweep"))
    try alone.run(threads: 2)
    let beside = try Sweep(plan(two), in: two.path("sweep"))
    try beside.run(jobs: jobs, threads: 1)
    #expect(figures(beside.summary) == figures(alone.summary))
  }

  @Test func anotherSweepInTheFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("sweep")
    do {
      let sweep = try Sweep(plan(folder), in: path)
      try sweep.run(threads: 1)
      // One process has the folder, and one sweep of it.
      let error = #expect(throws: StorageError.self) { try Sweep(plan(folder), in: path) }
      #expect(error?.kind == .inUse)
    }
    var other = try plan(folder, steps: 9)
    let error = #expect(throws: RequestError.self) { try Sweep(other, in: path) }
    #expect(error?.kind == .cannotCreate)
    #expect(error?.description.contains("steps 8 instead of 9") == true)
    // More seeds and variants are welcome.
    other = try plan(folder)
    other.seeds.append(9)
    #expect(try Sweep(other, in: path).left.count == 2)
    #expect(throws: RequestError.self) { try Sweep(other, in: path + "/lstm-seed-3") }
    _ = try folder.write("moon.txt", Self.text + "!")
    let changed = try Sweep(other, in: path)
    let refusal = #expect(throws: RequestError.self) { try changed.run(threads: 1) }
    #expect(refusal?.kind == .badData)
  }

  @Test func hiddenSizesAreSolvedOnTheCorpus() throws {
    let folder = try TemporaryFolder()
    var plan = try plan(folder)
    plan.variants.removeLast()
    plan.variants[0].request.model.hidden = 70
    plan.variants[1].request.model.hidden = nil
    plan.budget = .ofFirst
    let sweep = try Sweep(plan, in: folder.path("sweep"))
    let hidden = try #require(sweep.plan.variants[1].request.model.hidden)
    #expect(hidden > 70)
    try sweep.run(threads: 1)
    let counts = sweep.summary.rows.compactMap { $0.results.first?.parameters }
    #expect(abs(counts[0] - counts[1]) < counts[0] / 50)
    plan.budget = .number(3)
    plan.variants[0].request.model.hidden = nil
    let error = #expect(throws: RequestError.self) { try Sweep(plan, in: folder.path("other")) }
    #expect(error?.description.contains("cannot have about 3 parameters") == true)
  }
}
