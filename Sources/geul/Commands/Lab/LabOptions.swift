import ArgumentParser
import GeulKit

/// What experiments of several parts are asked for alike.
struct LabOptions: ParsableArguments {
  @Option(
    help: "A file for what is found so far: stopped, the same command with it goes on.")
  var notes: String?

  @Option(help: "The figures as a page of its own.")
  var html: String?

  @Flag(help: "The figures as JSON.")
  var json = false

  /// The forms in which the report is shown.
  var form: ReportForm { ReportForm(html: html, json: json) }

  /// Refuses what cannot be written, before anything is computed.
  func check() throws {
    try form.check()
    if let notes { try PlainFiles.checkWritable(notes) }
  }
}

/// How long work takes whose share is known.
struct TimeLeft {
  private let start = ContinuousClock.now
  /// What was done before it was first asked: notes of an earlier time.
  private var before: Double?

  /// How much is done, and how long the rest takes at the pace since the start.
  mutating func words(_ share: Double) -> String {
    let before = before ?? share
    self.before = before
    let percent = "\(Figures.fixed(100 * share, 0)) %"
    let seconds = (ContinuousClock.now - start).inSeconds
    guard share - before > 0.02, seconds > 1 else { return percent }
    return "\(percent), \(Figures.duration(seconds * (1 - share) / (share - before))) left"
  }
}
