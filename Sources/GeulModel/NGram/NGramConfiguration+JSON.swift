import GeulStorage

extension NGramConfiguration {
  /// The configuration as a JSON object, as `config.json` holds it.
  public var json: JSONObject {
    var object = JSONObject([
      ("order", .integer(Int64(order))), ("smoothing", .string(smoothing.rawValue)),
    ])
    if smoothing == .addK { object.append("pseudocount", .number(pseudocount)) }
    object.append("vocabulary", .integer(Int64(vocabulary)))
    return object
  }

  /// Reads what `json` wrote; throws `StorageError.corrupt` where it is something else.
  public init(_ reader: JSONReader) throws(StorageError) {
    self.init(
      order: try reader.integer(at: "order", in: 0...Self.mostOrder),
      smoothing: try reader.choice(at: "smoothing"),
      vocabulary: try reader.integer(at: "vocabulary", in: 1...1 << 24))
    if smoothing == .addK { pseudocount = try reader.number(at: "pseudocount") }
    if let flaw { throw reader.refusal(expected: "a model that can be made", found: flaw) }
  }
}
