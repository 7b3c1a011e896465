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
    let version = try formatVersion()
    let unit: TextUnit = try choice("unit")
    let form: NormalizationForm = try choice("normalization")
    // The first version had an unknown symbol, and corpora with LF alone.
    let newlines: NewlinePolicy = version == 1 ? .lf : try choice("newlines")
    let unknown: UnknownPolicy =
      version == 1 ? (unit == .byte ? .bytes : .symbol) : try choice("unknown")
    let normalizer = try value("normalizer")
    guard normalizer == Tokenizer.normalizer(of: form) else {
      throw failure("normalizer", "the one of \(form.rawValue)", normalizer)
    }
    let type = try value("model", "type")
    let expected = Tokenizer.modelType(unit: unit, unknown: unknown)
    guard type == .string(expected) else { throw failure("model.type", "\"\(expected)\"", type) }
    if unit == .byte && unknown == .symbol {
      throw failure("model.\(Tokenizer.ownKey).unknown", "\"bytes\" with units byte", "symbol")
    }
    try checkUnicode()
    return Tokenizer(
      form: form, newlines: newlines, vocabulary: try vocabulary(unit: unit, unknown: unknown))
  }

  private func formatVersion() throws(TextError) -> Int64 {
    guard try hasOwnPart() else {
      throw .invalidTokenizer(
        file: file, place: "model.\(Tokenizer.ownKey).format_version",
        expected: "a file made by Geul", found: "one that is not")
    }
    let version = try value("model", Tokenizer.ownKey, "format_version")
    guard case .integer(let number) = version, (1...Tokenizer.formatVersion).contains(number) else {
      let place = "model.\(Tokenizer.ownKey).format_version"
      throw failure(place, "1 or \(Tokenizer.formatVersion), all that this geul reads", version)
    }
    return number
  }

  private func hasOwnPart() throws(TextError) -> Bool {
    guard case .object(let model) = try value("model") else { return false }
    return model[Tokenizer.ownKey] != nil
  }

  /// Refuses a file whose text was normalized by tables newer than those here: what these do not know
  /// they would leave as it is, and the same text would become other ids.
  private func checkUnicode() throws(TextError) {
    let place = "unicode_version"
    let found = try value("model", Tokenizer.ownKey, place)
    guard case .string(let text) = found, let version = UnicodeVersion(text) else {
      throw failure("model.\(Tokenizer.ownKey).\(place)", "a version such as \"15.0.0\"", found)
    }
    guard let own = UnicodeVersion(UnicodeLibrary.unicodeVersion), version <= own else {
      throw .newerUnicode(file: file, found: text, library: UnicodeLibrary.version)
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

  private func vocabulary(
    unit: TextUnit, unknown: UnknownPolicy
  ) throws(TextError) -> Vocabulary {
    let names = try symbolNames()
    let reserved = reservedNames(unit: unit, unknown: unknown)
    guard names.count >= reserved.count else {
      throw failure(
        "model.vocab", "at least \(reserved.count) symbols", .integer(Int64(names.count)))
    }
    for (id, name) in reserved.enumerated() where !names[id].utf8.elementsEqual(name.utf8) {
      throw failure("model.vocab, id \(id)", "\"\(name)\"", .string(names[id]))
    }
    var symbols: [Vocabulary.Symbol] = []
    for name in names.dropFirst(reserved.count) { symbols.append(try symbol(name, unit: unit)) }
    return Vocabulary(unit: unit, symbols: symbols, unknown: unknown)
  }

  private func reservedNames(unit: TextUnit, unknown: UnknownPolicy) -> [String] {
    switch (unit, unknown) {
    case (.byte, _): ByteAlphabet.scalars.map { String(scalars: [$0]) }
    case (_, .symbol): [Vocabulary.unknownName]
    case (_, .bytes): (0...255).map { Tokenizer.name(ofByte: $0) }
    }
  }

  private func symbol(_ name: String, unit: TextUnit) throws(TextError) -> Vocabulary.Symbol {
    let scalars = name.unicodeScalars.map(\.value)
    if let only = scalars.first, scalars.count == 1, unit != .byte { return .scalar(only) }
    guard unit == .grapheme, scalars.count > 1, scalars.count <= CharacterReader.longestCluster
    else {
      let expected =
        switch unit {
        case .scalar, .jamo: "symbols of one scalar"
        case .grapheme: "symbols of 1 to \(CharacterReader.longestCluster) scalars"
        case .byte: "no symbols after the 256 bytes"
        }
      throw failure("model.vocab", expected, .string(name))
    }
    return .cluster(scalars)
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
