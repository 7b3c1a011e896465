import GeulInspection
import GeulStorage

extension InspectionReport {
  /// How far networks remember in tasks of memory.
  public init(memory results: [DelayResult], minutes: Double) {
    title = "How far RNN, GRU and LSTM remember"
    let tasks = MemoryTask.allCases.map { task in
      (task: task, networks: Self.networks(results.filter { $0.task == task }))
    }
    let delays = Array(Set(results.map(\.delay))).sorted()
    tables = tasks.map { task, networks in
      Table(
        title:
          "\(Self.name(task)): right after a delay of so many blanks, and the steps of training (chance \(Figures.fixed(100 * MemoryTask.chance, 1)) %)",
        heading: ["network"] + delays.map(String.init),
        rows: networks.map { network in
          [network.first?.variant.name ?? ""]
            + network.map { "\(Self.percent($0.accuracy)) \(Figures.grouped($0.steps))" }
        })
    }
    charts = tasks.map { task, networks in
      Chart(
        Self.name(task), x: Chart.Axis("delay, symbols", logarithmic: true),
        y: Chart.Axis("share right"),
        series: networks.map { network in
          Chart.Series(
            network.first?.variant.name ?? "",
            network.map { Chart.Point(Double($0.delay), $0.accuracy) })
        } + [
          Chart.Series("chance", delays.map { Chart.Point(Double($0), MemoryTask.chance) })
        ],
        caption:
          "\(Self.sentence(task)) Each point is a network of its own, trained at that delay. Where a curve is down at the line of "
          + "chance, the gradient never reached back to what was shown.")
    }
    findings = tasks.flatMap { task, networks in
      networks.map { network in
        let solved = network.prefix { $0.accuracy >= DelayResult.solved }.last?.delay
        let words =
          solved.map { "solves delays up to \($0)" }
          ?? "solves none of the delays"
        return
          "\(task.rawValue), \(network.first?.variant.name ?? ""): \(words) (at least \(Self.percent(DelayResult.solved)) right)."
      }
    }
    json = ["minutes": .number(minutes), "results": .array(results.map(\.json))]
  }

  /// Results of one task by their network, each by the delay.
  private static func networks(_ results: [DelayResult]) -> [[DelayResult]] {
    MemoryExperiment.variants.map { variant in
      results.filter { $0.variant == variant }.sorted { $0.delay < $1.delay }
    }.filter { !$0.isEmpty }
  }

  private static func percent(_ share: Double) -> String { "\(Figures.fixed(100 * share, 0)) %" }

  private static func name(_ task: MemoryTask) -> String {
    switch task {
    case .copy: "Copying \(MemoryTask.copied) letters"
    case .recall: "Recalling one of \(MemoryTask.pairs) pairs"
    }
  }

  private static func sentence(_ task: MemoryTask) -> String {
    switch task {
    case .copy: "Letters are shown, then blanks, then a mark that asks for them in order."
    case .recall:
      "Pairs of key and value are shown, then blanks, then a key that asks for its value."
    }
  }
}
