import GeulStorage

/// The way from text to ids and back: a unit, a normalization form and a vocabulary.
public struct Tokenizer: Equatable, Sendable {
  /// The form a text takes before it is cut into symbols.
  public let form: NormalizationForm
  /// The symbols and their ids.
  public let vocabulary: Vocabulary

  /// Makes a tokenizer; the vocabulary says what its unit is.
  public init(form: NormalizationForm, vocabulary: Vocabulary) {
    self.form = form
    self.vocabulary = vocabulary
  }

  /// What one symbol is.
  public var unit: TextUnit { vocabulary.unit }

  /// How many symbols there are (V).
  public var symbolCount: Int { vocabulary.count }

  /// The ids of a text, normalized first, and what the vocabulary does not know of it.
  public func encode(_ text: String) -> EncodedText {
    var encoder = makeEncoder()
    var ids: [UInt32] = []
    encoder.push(text.unicodeScalars.map(\.value), into: &ids)
    encoder.finish(into: &ids)
    return EncodedText(ids: ids, unknown: encoder.unknown)
  }

  /// An encoder for a text that arrives in pieces.
  public func makeEncoder() -> StreamingEncoder {
    StreamingEncoder(self)
  }

  /// The text of some ids; unknown symbols and malformed bytes become U+FFFD.
  public func decode(_ ids: some Sequence<UInt32>) -> String {
    var symbols = SymbolReader(vocabulary)
    var scalars: [UInt32] = []
    for id in ids { symbols.push(id, into: &scalars) }
    symbols.finish(into: &scalars)
    return String(scalars: scalars)
  }

  /// A decoder that yields text only when its characters are whole.
  public func makeDecoder() -> StreamingDecoder {
    StreamingDecoder(self)
  }

  /// A number that changes with the unit, the form or any symbol, the same on every machine.
  public var fingerprint: UInt64 {
    var fingerprint = Fingerprint()
    fingerprint.combine(Array("\(unit.rawValue) \(form.rawValue) ".utf8))
    fingerprint.combine(vocabulary.scalars)
    return fingerprint.value
  }
}

/// A text as ids.
public struct EncodedText: Equatable, Sendable {
  /// The ids, in the order of the text.
  public let ids: [UInt32]
  /// The scalars that the vocabulary does not know, and how often each occurs.
  public let unknown: [UInt32: Int]
}
