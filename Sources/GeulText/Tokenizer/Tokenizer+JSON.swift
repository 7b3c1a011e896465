import GeulStorage

extension Tokenizer {
  /// The key of our own data in the model; Hugging Face's reader passes over it there, and only there
  /// and in other inner objects: it refuses a strange key of the outermost one.
  static let ownKey = "geul"
  /// The version of what stands under ``ownKey``.
  static let formatVersion: Int64 = 1

  /// The contents of `tokenizer.json`.
  ///
  /// The file is one that Hugging Face's `tokenizers` loads as a `WordLevel` model of single characters,
  /// or of single bytes in the byte-level alphabet. What only Geul needs stands under `model.geul`.
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
    file["model"] = [
      "type": "WordLevel",
      Self.ownKey: [
        "format_version": .integer(Self.formatVersion),
        "unit": .string(unit.rawValue),
        "normalization": .string(form.rawValue),
        "normalization_library": .string(UnicodeLibrary.version),
        "unicode_version": .string(UnicodeLibrary.unicodeVersion),
      ],
      "vocab": .object(symbols),
      "unk_token": .string(Vocabulary.unknownName),
    ]
    return JSONValue.object(file).serialized(pretty: true)
  }

  /// The normalizer of a form in the names of Hugging Face.
  static func normalizer(of form: NormalizationForm) -> JSONValue {
    switch form {
    case .none: .null
    case .nfc, .nfd, .nfkc, .nfkd: ["type": .string(form.rawValue.uppercased())]
    }
  }

  /// The pre-tokenizer that makes every character a piece, line feeds too.
  private static var isolating: JSONValue {
    [
      "type": "Split", "pattern": ["Regex": "[\\s\\S]"], "behavior": "Isolated", "invert": false,
    ]
  }

  private var preTokenizer: JSONValue {
    switch unit {
    case .scalar: return Self.isolating
    case .byte:
      let bytes: JSONValue = [
        "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false,
      ]
      return ["type": "Sequence", "pretokenizers": [bytes, Self.isolating]]
    }
  }

  private var decoder: JSONValue {
    switch unit {
    case .scalar: ["type": "Fuse"]
    case .byte:
      ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false]
    }
  }

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
    case .byte(let byte): String(scalars: [ByteAlphabet.scalars[Int(byte)]])
    }
  }
}
