import GeulStorage

extension Tokenizer {
  /// Reads the contents of a `tokenizer.json` written by ``json()``.
  ///
  /// `file` is the name for messages. Throws ``TextError/invalidTokenizer(file:place:expected:found:)``
  /// for whatever cannot be honoured, and `StorageError` if the contents are not strict JSON.
  public init(json: [UInt8], file: String) throws {
    let root = try JSONValue.parse(json, file: file)
    self = try TokenizerFile(file: file, root: root).tokenizer()
  }
}

/// A `tokenizer.json` being checked and read.
private struct TokenizerFile {
  let file: String
  let root: JSONValue

  func tokenizer() throws(TextError) -> Tokenizer {
    try checkVersion()
    let unit: TextUnit = try choice("unit")
    let form: NormalizationForm = try choice("normalization")
    let normalizer = try value("normalizer")
    guard normalizer == Tokenizer.normalizer(of: form) else {
      throw failure("normalizer", "the one of \(form.rawValue)", normalizer)
    }
    let type = try value("model", "type")
    guard type == "WordLevel" else { throw failure("model.type", "\"WordLevel\"", type) }
    let vocabulary =
      switch unit {
      case .scalar: try scalarVocabulary()
      case .byte: try byteVocabulary()
      }
    return Tokenizer(form: form, vocabulary: vocabulary)
  }

  private func checkVersion() throws(TextError) {
    let version = try value("model", Tokenizer.ownKey, "format_version")
    guard version == .integer(Tokenizer.formatVersion) else {
      let place = "model.\(Tokenizer.ownKey).format_version"
      throw failure(place, "\(Tokenizer.formatVersion), all that this geul reads", version)
    }
  }

  /// The value of one of our own keys that names a case of an enum.
  private func choice<Choice>(_ key: String) throws(TextError) -> Choice
  where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
    let found = try value("model", Tokenizer.ownKey, key)
    for choice in Choice.allCases where found == .string(choice.rawValue) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw failure("model.\(Tokenizer.ownKey).\(key)", "one of \(known)", found)
  }

  private func scalarVocabulary() throws(TextError) -> Vocabulary {
    let names = try symbolNames()
    guard let unknown = names.first, unknown.utf8.elementsEqual(Vocabulary.unknownName.utf8) else {
      throw failure(
        "model.vocab", "\"\(Vocabulary.unknownName)\" with id 0", names.first.map { .string($0) })
    }
    var scalars: [UInt32] = []
    for name in names.dropFirst() { scalars.append(try onlyScalar(of: name)) }
    return Vocabulary(scalars: scalars)
  }

  private func byteVocabulary() throws(TextError) -> Vocabulary {
    let names = try symbolNames()
    guard names.count == Vocabulary.bytes.count else {
      throw failure(
        "model.vocab", "\(Vocabulary.bytes.count) symbols", .integer(Int64(names.count)))
    }
    for (id, name) in names.enumerated() {
      guard try ByteAlphabet.byte(onlyScalar(of: name)) == UInt8(id) else {
        let expected = String(scalars: [ByteAlphabet.scalars[id]])
        throw failure("model.vocab, id \(id)", "\"\(expected)\"", .string(name))
      }
    }
    return .bytes
  }

  private func onlyScalar(of name: String) throws(TextError) -> UInt32 {
    guard let scalar = name.unicodeScalars.first, name.unicodeScalars.count == 1 else {
      throw failure("model.vocab", "symbols of one scalar", .string(name))
    }
    return scalar.value
  }

  /// The keys of the vocabulary in the order of their ids, which run from 0 without a gap.
  private func symbolNames() throws(TextError) -> [String] {
    let vocabulary = try value("model", "vocab")
    guard case .object(let symbols) = vocabulary else {
      throw failure("model.vocab", "an object of symbols and ids", vocabulary)
    }
    var names = [String?](repeating: nil, count: symbols.count)
    for symbol in symbols.members {
      guard case .integer(let id) = symbol.value, id >= 0, id < names.count, names[Int(id)] == nil
      else {
        let place = "model.vocab, symbol \(Self.describe(.string(symbol.key)))"
        throw failure(place, "an id of its own from 0 to \(names.count - 1)", symbol.value)
      }
      names[Int(id)] = symbol.key
    }
    return names.compactMap { $0 }
  }

  /// The value that a path of keys leads to.
  private func value(_ path: String...) throws(TextError) -> JSONValue {
    var current = root
    for key in path {
      guard case .object(let object) = current, let next = object[key] else {
        throw failure(path.joined(separator: "."), "a value", nil)
      }
      current = next
    }
    return current
  }

  private func failure(_ place: String, _ expected: String, _ found: JSONValue?) -> TextError {
    .invalidTokenizer(
      file: file, place: place, expected: expected, found: found.map(Self.describe) ?? "nothing")
  }

  /// A value in a few words: itself if it is short, all but its kind left out if it is not.
  private static func describe(_ value: JSONValue) -> String {
    switch value {
    case .object: return "an object"
    case .array: return "an array"
    case .null, .bool, .integer, .number, .string:
      let text = String(decoding: value.serialized(pretty: false), as: UTF8.self)
      let scalars = text.unicodeScalars
      return scalars.count <= 60 ? text : String(String.UnicodeScalarView(scalars.prefix(60))) + "…"
    }
  }
}
