import Foundation
import Testing

/// A run of a tiny model, in a folder of its own.
struct TrainedRun {
  let folder: TemporaryFolder
  /// The corpus's path.
  let corpus: String
  /// The run folder's path.
  let path: String

  /// Flags of a model that trains in no time, with nothing left to be chosen by the text.
  static let sizes = [
    "--layers", "1", "--hidden", "8", "--embedding", "4", "--batch", "4", "--sequence", "8",
    "--threads", "1", "--precision", "fp32", "--dropout", "0", "--learning-rate", "0.002",
    "--schedule", "cosine", "--average", "none",
  ]

  /// Trains on `text`; later flags win over the sizes.
  init(_ text: String = Sample.english, flags: [String] = ["--steps", "12"]) throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", text)
    path = folder.path("run")
    let result = try Geul.run(
      ["train", corpus, "--out", path, "--quiet"] + Self.sizes + flags)
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Takes away what says of the checkpoints' files how they were written, so that they can be changed.
  func unseal() throws {
    for name in try names(in: path) where name.hasPrefix("step-") {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)/contents.json")
    }
  }

  /// Runs a subcommand on the run.
  func run(_ subcommand: String, _ arguments: String..., input: [UInt8]? = nil) throws
    -> CommandResult
  {
    try Geul.run([subcommand, path] + arguments, input: input)
  }
}

/// Texts to train on.
enum Sample {
  /// Lines of ASCII.
  static let english = String(
    repeating: "The rain came late, and nobody on the pier minded.\n\"Stay,\" she said.\n",
    count: 24)

  /// Syllables, a Hanja and a line end.
  static let korean = String(repeating: "비가 늦게 왔고, 부두(埠頭)에서는 아무도 싫어하지 않았다.\n", count: 24)
}
