/// The reader of the file that `--config` names.
enum ConfigurationTarget {
  static func read(_ bytes: [UInt8]) throws {
    let file = try ConfigurationFile(
      path: try Scratch.file(bytes, named: "input.toml"),
      flags: ["layers", "hidden", "learning-rate", "window", "corpus", "out", "resume", "steps"],
      switches: ["resume"], aliases: ["learning_rate": "learning-rate", "lr": "learning-rate"])
    for argument in file.arguments + file.modelArguments.values.joined() {
      precondition(argument.hasPrefix("--"), "\(argument) is no flag")
    }
  }
}

/// The command's error as far as its reader of configurations throws it: the command's own file belongs to its `main`.
struct Failure: Error, CustomStringConvertible {
  enum Status { case badData }

  let description: String

  init(_ status: Status, _ description: String) { self.description = description }
}
