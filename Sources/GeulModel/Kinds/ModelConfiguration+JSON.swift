import GeulStorage

extension ModelConfiguration {
  /// The configuration as `config.json` holds it: its kind, then what that kind has.
  public var json: JSONValue {
    var object = JSONObject()
    object.append("kind", .string(kind.rawValue))
    for member in facts.members { object.append(member.key, member.value) }
    return .object(object)
  }

  /// Sizes and choices by the names that reports give them.
  public var facts: JSONObject {
    switch self {
    case .recurrent(let configuration): configuration.json
    case .window(let configuration): configuration.json
    case .ngram(let configuration): configuration.json
    }
  }

  /// Reads what `json` wrote; without a kind, as checkpoints were written first, it is a recurrent model.
  ///
  /// Throws `StorageError.corrupt` where it is something else.
  public init(_ reader: JSONReader) throws(StorageError) {
    let isNamed = try reader.presentMember(at: "kind") != nil
    let kind: ModelKind = isNamed ? try reader.choice(at: "kind") : .recurrent
    switch kind {
    case .recurrent: self = .recurrent(try RecurrentConfiguration(reader))
    case .window: self = .window(try WindowConfiguration(reader))
    case .ngram: self = .ngram(try NGramConfiguration(reader))
    }
  }
}
