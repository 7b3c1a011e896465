import ArgumentParser
import GeulKit

/// `geul runs verify`: whether every file of a run is what was written.
struct RunsVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Read every file of a run, and show that it can be gone on with.",
    discussion: """
      Examples:
        geul runs verify checkpoints/korean
        geul runs verify checkpoints/korean --resume
      Checkpoints are compared with their hashes and their numbers must be finite; token files with theirs; notes must \
      be whole lines, and no step in them twice. --resume goes on from the latest checkpoint twice, for a minute \
      altogether, once without and once with a stop in between, and compares all bits. Nothing in the folder is changed.
      """)

  @Argument(help: "A run's folder.")
  var folder: String

  @Flag(help: "Also show on the run's own text that stopping changes nothing.")
  var resume = false

  @Flag(help: "The findings as JSON.")
  var json = false

  func run() throws {
    Signals.heedStops()
    let verification = try RunVerification(folder)
    if !json { try Output.write(verification.table) }
    var proof: ResumeProof?
    if resume, verification.isSound {
      proof = try ResumeProof(verification.run, stop: Signals.stop, tell: Notes.line)
    }
    if json {
      try Output.json(verification.json(with: proof))
    } else if let proof {
      try Output.line(proof.sentence)
    }
    if let difference = proof?.difference {
      throw Failure(
        .defect,
        "\(folder): a stop changed what the run computes: \(difference); we would like to hear of it"
      )
    }
    guard !verification.isSound else { return }
    throw Failure(
      .badData,
      "\(folder): expected sound files, found damaged ones; --resume goes on from the newest checkpoint that is sound"
    )
  }
}
