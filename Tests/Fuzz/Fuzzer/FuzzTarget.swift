import GeulStorage

/// A reader that is fed with bytes it was not made for: it may throw, and nothing else may happen.
enum FuzzTarget: String, CaseIterable {
  case safetensors
  case json
  case tokens
  case checkpoint
  case tokenizer
  case configuration
  case text

  /// Makes what inputs are read with, which would be counted as the time of the first.
  func prepare() {
    switch self {
    case .checkpoint: precondition(!Seeds.runs.isEmpty, "no runs were made")
    case .tokens: precondition(!Seeds.tokenizers.isEmpty, "no tokenizers were made")
    case .safetensors, .json, .tokenizer, .configuration, .text: break
    }
  }

  /// Reads the bytes, and does with what was read what the program does.
  func run(_ bytes: [UInt8]) {
    // Whatever is thrown is a refusal; its line is made, since that reads the bytes too.
    do { try read(bytes) } catch { _ = "\(error)" }
  }

  private func read(_ bytes: [UInt8]) throws {
    switch self {
    case .safetensors: try StorageTargets.readSafeTensors(bytes)
    case .json: try StorageTargets.readJSON(bytes)
    case .tokens: try TextTargets.readTokens(bytes)
    case .checkpoint: try CheckpointTarget.read(bytes)
    case .tokenizer: try TextTargets.readTokenizer(bytes)
    case .configuration: try ConfigurationTarget.read(bytes)
    case .text: try TextTargets.decode(bytes)
    }
  }

  /// Inputs to begin with, which our own writers make.
  private func seeds() throws -> [[UInt8]] {
    switch self {
    case .safetensors: try Seeds.safeTensors()
    case .json: Seeds.json
    case .tokens: try Seeds.tokens()
    case .checkpoint: try Seeds.checkpoints()
    case .tokenizer: Seeds.tokenizers.map { $0.json() }
    case .configuration: Seeds.configurations
    case .text: Seeds.texts
    }
  }

  /// Writes the seeds of each target to a folder of its name below `folder`.
  static func writeSeeds(to folder: String) throws {
    let system = FileSystem.current
    for target in allCases {
      let own = folder + "/" + target.rawValue
      try system.makeFolders(own)
      for (number, seed) in try target.seeds().enumerated() {
        try AtomicFile("\(own)/seed-\(number)").write(seed)
      }
    }
  }
}
