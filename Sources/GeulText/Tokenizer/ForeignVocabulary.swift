import GeulStorage

extension Tokenizer {
  /// A tokenizer of units with the characters of a vocabulary that another program wrote, in the order of their ids.
  ///
  /// It may be a `tokenizer.json` of Hugging Face, or an object of symbols and ids alone. Its special symbols are left
  /// out, the first ids are reserved as in every vocabulary of Geul, and the text is normalized as the file says, or to
  /// NFC. Throws ``TextError/foreignTokenizer(file:reason:)`` where symbols are no single characters, and
  /// `StorageError` if the contents are not strict JSON.
  public init(charactersOf json: [UInt8], file: String) throws {
    let root = try JSONValue.parse(json, file: file)
    self = try ForeignVocabulary(file: file, root: root).tokenizer()
  }
}

/// A vocabulary of another program being looked at.
private struct ForeignVocabulary {
  let file: String
  let root: JSONValue

  func tokenizer() throws(TextError) -> Tokenizer {
    let form = form
    let names = try names().filter { name in
      form.normalize(name).unicodeScalars.elementsEqual(name.unicodeScalars)
    }
    guard !names.isEmpty else { throw failure("it holds no characters") }
    let symbols: [Vocabulary.Symbol] = names.map { name in
      let scalars = name.unicodeScalars.map(\.value)
      return scalars.count == 1 ? .scalar(scalars[0]) : .cluster(scalars)
    }
    let hasClusters = names.contains { $0.unicodeScalars.count > 1 }
    return Tokenizer(
      form: form,
      vocabulary: Vocabulary(
        unit: hasClusters ? .grapheme : .scalar, symbols: symbols, unknown: .bytes))
  }

  /// The characters in the order of their ids.
  private func names() throws(TextError) -> [String] {
    guard let vocabulary else { throw failure("it is no vocabulary of symbols and ids") }
    guard !mentions("ByteLevel") else { throw failure("its symbols stand for bytes") }
    let special = specialNames
    var found: [(name: String, id: Int64)] = []
    for (name, id) in vocabulary where !special.contains(name) && !Self.isSpecial(name) {
      let clusters = GraphemeBreaker.clusters(of: name)
      guard clusters.count == 1, name.unicodeScalars.count <= CharacterReader.longestCluster else {
        throw failure("its symbols are no single characters, such as \"\(name.prefix(20))\"")
      }
      found.append((name, id))
    }
    return found.sorted { $0.id < $1.id }.map(\.name)
  }

  /// Symbols and ids: below `model.vocab`, or the whole file; nil if there are none.
  private var vocabulary: [(String, Int64)]? {
    guard case .object(let object) = member("model", "vocab") ?? root, !object.members.isEmpty
    else { return nil }
    var symbols: [(String, Int64)] = []
    for member in object.members {
      guard case .integer(let id) = member.value else { return nil }
      symbols.append((member.key, id))
    }
    return symbols
  }

  private var form: NormalizationForm {
    guard case .string(let type) = member("normalizer", "type") else { return .nfc }
    return NormalizationForm.allCases.first { $0.rawValue.uppercased() == type } ?? .nfc
  }

  private var specialNames: Set<String> {
    guard case .array(let tokens) = member("added_tokens") else { return [] }
    return Set(
      tokens.compactMap { token in
        guard case .object(let token) = token, case .string(let text) = token["content"] else {
          return nil
        }
        return text
      })
  }

  /// Whether a symbol is named as those are that stand for no text: `<unk>`, `[PAD]`, `<0x0A>`.
  private static func isSpecial(_ name: String) -> Bool {
    name.unicodeScalars.count > 2
      && (name.hasPrefix("<") && name.hasSuffix(">") || name.hasPrefix("[") && name.hasSuffix("]"))
  }

  /// Whether a step before or after the model is of this type.
  private func mentions(_ type: String) -> Bool {
    ["pre_tokenizer", "decoder"].contains { step in
      guard let value = member(step) else { return false }
      return String(decoding: value.serialized(), as: UTF8.self).contains("\"\(type)\"")
    }
  }

  private func member(_ path: String...) -> JSONValue? {
    path.reduce(root) { value, key in
      guard case .object(let object) = value else { return nil }
      return object[key]
    }
  }

  private func failure(_ reason: String) -> TextError {
    .foreignTokenizer(file: file, reason: reason)
  }
}
