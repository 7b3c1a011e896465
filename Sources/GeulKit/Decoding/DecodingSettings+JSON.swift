import GeulStorage

extension DecodingSettings {
  /// The settings by the names of their flags, as a saved conversation holds them; `best` is not among them.
  public var json: JSONValue {
    [
      "temperature": Self.json(temperature), "top_k": Self.json(topK), "top_p": Self.json(topP),
      "min_p": Self.json(minP), "typical": Self.json(typical),
      "repetition_penalty": .number(repetitionPenalty),
      "repetition_window": .integer(Int64(repetitionWindow)), "beam": Self.json(beam),
      "length_penalty": .number(lengthPenalty),
      "length": .integer(Int64(length)), "stop": .array(stops.map { .string($0) }),
      "until_line": .bool(untilLine), "only": only.map { .string($0) } ?? .null,
      "forbid": forbid.map { .string($0) } ?? .null, "seed": .integer(Int64(clamping: seed)),
    ]
  }

  /// Reads them again; throws `StorageError`, also where they make no sense.
  public init(_ reader: JSONReader) throws(StorageError) {
    self.init()
    temperature = try reader.optionalNumber(at: "temperature")
    topK = try reader.optionalInteger(at: "top_k")
    topP = try reader.optionalNumber(at: "top_p")
    minP = try reader.optionalNumber(at: "min_p")
    typical = try reader.optionalNumber(at: "typical")
    repetitionPenalty = try reader.number(at: "repetition_penalty")
    repetitionWindow = try reader.integer(at: "repetition_window")
    beam = try reader.optionalInteger(at: "beam")
    lengthPenalty = try reader.number(at: "length_penalty")
    length = try reader.integer(at: "length")
    stops = try reader.strings(at: "stop")
    untilLine = try reader.bool(at: "until_line")
    only = try reader.presentMember(at: "only")?.string()
    forbid = try reader.presentMember(at: "forbid")?.string()
    seed = UInt64(try reader.integer(at: "seed", in: 0...Int.max))
    if let flaw { throw reader.refusal(expected: "settings that make sense", found: flaw) }
  }

  private static func json(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

  private static func json(_ value: Int?) -> JSONValue {
    value.map { .integer(Int64($0)) } ?? .null
  }
}
