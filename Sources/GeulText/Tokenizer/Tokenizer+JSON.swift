import GeulStorage

extension Tokenizer {
  /// The key of our own data in the model; Hugging Face's reader passes over it there, and only there
  /// and in other inner objects: it refuses a strange key of the outermost one.
  package static let ownKey = "geul"
  /// The version of what stands under ``ownKey``.
  static let formatVersion: Int64 = 2

  /// The contents of `tokenizer.json`.
  ///
  /// The file is one that Hugging Face's `tokenizers` loads: units of scalars and clusters as a `BPE`
  /// model without merges, whose byte fallback spells what is no symbol as ours does; an unknown symbol
  /// as a `WordLevel` model; bytes in the byte-level alphabet. Only jamo are beyond it: it reads such a
  /// file, but spells syllables in bytes. What only Geul needs stands under `model.geul`.
  public func json() -> [UInt8] {
    var file = JSONObject()
    file["version"] = "1.0"
    file["truncation"] = .null
    file["padding"] = .null
    file["added_tokens"] = []
    file["normalizer"] = Self.normalizer(of: form)
    file["pre_tokenizer"] = preTokenizer
    file["post_processor"] = .null
    file["decoder"] = decoder
    file["model"] = model
    return JSONValue.object(file).serialized(pretty: true)
  }

  /// The normalizer of a form in the names of Hugging Face.
  static func normalizer(of form: NormalizationForm) -> JSONValue {
    switch form {
    case .none: .null
    case .nfc, .nfd, .nfkc, .nfkd: ["type": .string(form.rawValue.uppercased())]
    }
  }

  /// The kind of model that spells as this tokenizer does, in the names of Hugging Face.
  static func modelType(unit: TextUnit, unknown: UnknownPolicy) -> String {
    unit == .byte || unknown == .symbol ? "WordLevel" : "BPE"
  }

  private var model: JSONValue {
    let own: JSONValue = [
      "format_version": .integer(Self.formatVersion),
      "unit": .string(unit.rawValue),
      "normalization": .string(form.rawValue),
      "newlines": .string(newlines.rawValue),
      "unknown": .string(vocabulary.unknown.rawValue),
      "normalization_library": .string(UnicodeLibrary.version),
      "unicode_version": .string(UnicodeLibrary.unicodeVersion),
    ]
    let type = Self.modelType(unit: unit, unknown: vocabulary.unknown)
    guard type == "BPE" else {
      return [
        "type": .string(type), Self.ownKey: own, "vocab": .object(symbols),
        "unk_token": .string(Vocabulary.unknownName),
      ]
    }
    return [
      "type": .string(type), Self.ownKey: own, "dropout": .null, "unk_token": .null,
      "continuing_subword_prefix": .null, "end_of_word_suffix": .null, "fuse_unk": false,
      "byte_fallback": true, "ignore_merges": true, "vocab": .object(symbols), "merges": [],
    ]
  }

  /// The pre-tokenizer that makes every match of a pattern a piece.
  private static func isolating(_ pattern: String) -> JSONValue {
    [
      "type": "Split", "pattern": ["Regex": .string(pattern)], "behavior": "Isolated",
      "invert": false,
    ]
  }

  private var preTokenizer: JSONValue {
    switch unit {
    case .scalar, .jamo: return Self.isolating("[\\s\\S]")
    case .grapheme: return Self.isolating("\\X")
    case .byte:
      return [
        "type": "Sequence", "pretokenizers": [Self.byteLevel, Self.isolating("[\\s\\S]")],
      ]
    }
  }

  private var decoder: JSONValue {
    if unit == .byte { return Self.byteLevel }
    guard vocabulary.unknown == .bytes else { return ["type": "Fuse"] }
    return ["type": "Sequence", "decoders": [["type": "ByteFallback"], ["type": "Fuse"]]]
  }

  private static let byteLevel: JSONValue = [
    "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false,
  ]

  private var symbols: JSONObject {
    var symbols = JSONObject()
    for id in 0..<UInt32(symbolCount) {
      symbols.append(name(of: vocabulary.symbol(id)), .integer(Int64(id)))
    }
    return symbols
  }

  private func name(of symbol: Vocabulary.Symbol) -> String {
    switch symbol {
    case .unknown: Vocabulary.unknownName
    case .scalar(let scalar): String(scalars: [scalar])
    case .cluster(let cluster): String(scalars: cluster)
    case .byte(let byte):
      unit == .byte ? String(scalars: [ByteAlphabet.scalars[Int(byte)]]) : Self.name(ofByte: byte)
    }
  }

  /// How a byte's symbol is written beside scalars and clusters: `<0x0A>`.
  static func name(ofByte byte: UInt8) -> String { "<0x\(String(hexByte: byte))>" }
}
