import GeulStorage

extension RecurrentConfiguration {
  /// The configuration as a JSON object, as `config.json` holds it.
  public var json: JSONObject {
    JSONObject([
      ("cell", .string(cell.rawValue)), ("activation", .string(activation.rawValue)),
      ("layers", .integer(Int64(layers))), ("hidden", .integer(Int64(hidden))),
      ("embedding", input.json), ("vocabulary", .integer(Int64(vocabulary))),
      ("outputs", .string(outputs.rawValue)), ("dropout", .number(Double(dropout))),
      ("output_dropout", outputDropout.map { .number(Double($0)) } ?? .null),
      ("input_dropout", .number(Double(inputDropout))),
      ("weight_dropout", .number(Double(weightDropout))),
      ("dropout_masks", .string(dropoutMasks.rawValue)),
    ])
  }

  /// Reads what `json` wrote; throws `StorageError.corrupt` where it is something else.
  public init(_ reader: JSONReader) throws(StorageError) {
    self.init(
      cell: try reader.choice(at: "cell"), activation: try reader.choice(at: "activation"),
      layers: try reader.integer(at: "layers", in: 1...64),
      hidden: try reader.integer(at: "hidden", in: 1...65_536),
      input: try InputEncoding(reader),
      vocabulary: try reader.integer(at: "vocabulary", in: 1...1 << 24),
      dropout: Float(try reader.number(at: "dropout")))
    // Models from before there was a choice had none of these.
    outputs =
      try reader.presentMember(at: "outputs") == nil ? .last : reader.choice(at: "outputs")
    outputDropout = try reader.optionalNumber(at: "output_dropout").map { Float($0) }
    inputDropout = Float(try reader.optionalNumber(at: "input_dropout") ?? 0)
    weightDropout = Float(try reader.optionalNumber(at: "weight_dropout") ?? 0)
    dropoutMasks =
      try reader.presentMember(at: "dropout_masks") == nil
      ? .step : reader.choice(at: "dropout_masks")
    if let flaw { throw reader.refusal(expected: "a model that can be made", found: flaw) }
  }
}
