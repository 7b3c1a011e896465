import GeulStorage

extension TrainingConfiguration {
  /// The settings as `config.json` holds them.
  public var json: JSONValue {
    func optional(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
    func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return [
      "batch": .integer(Int64(batch)), "sequence": .integer(Int64(sequence)),
      "chunks": .string(chunks.rawValue),
      "epochs": optional(epochs), "steps": optional(steps), "minutes": optional(minutes),
      "patience": optional(patience),
      "optimizer": .string(optimizer.rawValue), "learning_rate": .number(learningRate),
      "schedule": .string(schedule.rawValue), "warmup": .integer(Int64(warmUp)),
      "average": .string(averaging.rawValue), "clip": .number(clip),
      "weight_decay": .number(weightDecay), "momentum": .number(momentum),
      "precision": .string(precision.rawValue), "threads": .integer(Int64(threads)),
      "prior": .string(prior.rawValue),
      "seed": .string(String(seed)), "validation": .number(validation), "test": .number(test),
      "evaluate_every": evaluateEvery?.json ?? .null, "save_every": saveEvery?.json ?? .null,
      "keep": .integer(Int64(keep)), "sample_every": sampleEvery?.json ?? .null,
    ]
  }

  /// Reads what `json` wrote; throws `StorageError.corrupt` where it is something else.
  public init(_ reader: JSONReader) throws(StorageError) {
    self.init()
    batch = try reader.integer(at: "batch")
    sequence = try reader.integer(at: "sequence")
    // Runs from before there was a choice carried it.
    chunks =
      try reader.optionalMember(at: "chunks") == nil ? .carried : reader.choice(at: "chunks")
    epochs = try reader.optionalNumber(at: "epochs")
    steps = try reader.optionalInteger(at: "steps")
    minutes = try reader.optionalNumber(at: "minutes")
    patience = try reader.optionalInteger(at: "patience")
    optimizer = try reader.choice(at: "optimizer")
    learningRate = try reader.number(at: "learning_rate")
    schedule = try reader.choice(at: "schedule")
    warmUp = try reader.integer(at: "warmup")
    clip = try reader.number(at: "clip")
    weightDecay = try reader.number(at: "weight_decay")
    momentum = try reader.number(at: "momentum")
    // Runs from before there was a choice offered their latest parameters.
    averaging =
      try reader.optionalMember(at: "average") == nil ? .none : reader.choice(at: "average")
    precision = try reader.choice(at: "precision")
    // Runs from before there was a choice began like this.
    prior = try reader.optionalMember(at: "prior") == nil ? .uniform : reader.choice(at: "prior")
    threads = try reader.integer(at: "threads")
    guard let seed = UInt64(try reader.string(at: "seed")) else {
      throw try reader.member(at: "seed").refusal(expected: "a whole number as a string")
    }
    self.seed = seed
    validation = try reader.number(at: "validation")
    test = try reader.number(at: "test")
    evaluateEvery = try Self.cadence(reader, "evaluate_every")
    saveEvery = try Self.cadence(reader, "save_every")
    keep = try reader.integer(at: "keep")
    sampleEvery = try Self.cadence(reader, "sample_every")
    // Not `flaw`: a checkpoint may be read on a machine that lacks what trained it.
    if let flaw = rangeFlaw {
      throw reader.refusal(expected: "settings that can be trained with", found: flaw)
    }
  }

  private static func cadence(_ reader: JSONReader, _ key: String) throws(StorageError) -> Cadence?
  {
    guard let member = try reader.presentMember(at: key) else { return nil }
    return try Cadence(member)
  }
}
