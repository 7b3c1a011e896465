import GeulKit

extension MachineReport {
  /// What the machine is and its limits, and the headings of the rows that follow.
  var heading: String {
    let arithmetic = gigaflops.map { "\($0.kind.rawValue) \(Figures.grouped(Int($0.rate)))" }
    let reading = gigabytes.map { "\($0.place) \(Figures.grouped(Int($0.rate)))" }
    return """
      \(processor), \(Processor.vectors), \(Figures.counted(threads, "thread"))
      multiplying and adding alone, GFLOP/s: \(arithmetic.joined(separator: ", "))
      reading alone, GB/s: \(reading.joined(separator: ", "))

      \(StandardWorks.Finding.row("work", "", "symbols/s", "reached", "limit", "share"))
      """
  }
}

extension StandardWorks.Finding {
  /// A line of the table.
  var row: String {
    let unit = isBoundByReading ? "GB/s" : "GFLOP/s"
    return Self.row(
      name, result.benchmark.kind.rawValue, Figures.grouped(Int(result.symbolsPerSecond)),
      Figures.grouped(Int(rate)) + " " + unit,
      limit.map { Figures.grouped(Int($0)) } ?? "–",
      share.map { Figures.fixed($0 * 100, 0) + " %" } ?? "–")
  }

  /// Cells in columns that are known before the rows are.
  static func row(
    _ name: String, _ kind: String, _ speed: String, _ rate: String, _ limit: String,
    _ share: String
  ) -> String {
    func filled(_ cell: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - cell.count))
    }
    return name + filled(name, 30) + " " + kind + filled(kind, 4) + filled(speed, 11) + speed
      + filled(rate, 14) + rate + filled(limit, 8) + limit + filled(share, 7) + share + "\n"
  }
}
