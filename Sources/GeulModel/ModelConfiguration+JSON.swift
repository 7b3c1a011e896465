import GeulStorage

extension ModelConfiguration {
  /// The configuration as a JSON object, as `config.json` holds it.
  public var json: JSONValue {
    let embedding: JSONValue
    switch input {
    case .embedding(let size): embedding = .integer(Int64(size))
    case .oneHot: embedding = "onehot"
    }
    return [
      "cell": .string(cell.rawValue), "activation": .string(activation.rawValue),
      "layers": .integer(Int64(layers)), "hidden": .integer(Int64(hidden)),
      "embedding": embedding, "vocabulary": .integer(Int64(vocabulary)),
      "dropout": .number(Double(dropout)),
    ]
  }

  /// Reads what `json` wrote; throws `StorageError.corrupt` where it is something else.
  public init(_ fields: JSONFields) throws(StorageError) {
    let input: InputEncoding
    if fields.object["embedding"] == "onehot" {
      input = .oneHot
    } else {
      input = .embedding(try fields.integer("embedding", in: 1...65_536))
    }
    self.init(
      cell: try fields.choice("cell"), activation: try fields.choice("activation"),
      layers: try fields.integer("layers", in: 1...64),
      hidden: try fields.integer("hidden", in: 1...65_536), input: input,
      vocabulary: try fields.integer("vocabulary", in: 1...1 << 24),
      dropout: Float(try fields.number("dropout")))
    if flaw != nil { throw fields.wrong("dropout", "at least 0 and below 1") }
  }
}
