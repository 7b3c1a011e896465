import GeulKit

/// What of a text is copied, in a line.
enum NoveltyLine {
  static func text(of report: NoveltyReport, least: Int) -> String {
    var line =
      "\(Figures.counted(report.copies.count, "copy", "copies")) of \(least) characters and more, "
      + "\(Figures.fixed(100 * report.copied, 1)) % of the text"
    if let longest = report.copies.first { line += ", the longest of \(longest.length)" }
    if let share = report.shares.first(where: { $0.n == least }) {
      line += "; of stretches of \(least) in training \(Figures.fixed(100 * share.training, 1)) %"
      if let heldOut = share.heldOut {
        line += ", in held-out text \(Figures.fixed(100 * heldOut, 1)) %"
      }
    }
    if let baseline = report.baseline {
      line +=
        "; of a text of n-grams of order \(baseline.order) \(Figures.fixed(100 * baseline.copied, 1)) %, the longest "
        + "stretch of \(baseline.longest)"
    }
    return line
  }
}
