import GeulStorage

/// The way from text to ids and back: a form, line ends, and a vocabulary of units.
public struct Tokenizer: Equatable, Sendable {
  /// The form a text takes before it is cut into symbols.
  public let form: NormalizationForm
  /// What becomes of a text's line ends before that.
  public let newlines: NewlinePolicy
  /// The symbols and their ids.
  public let vocabulary: Vocabulary

  /// Makes a tokenizer; the vocabulary says what its unit is.
  public init(form: NormalizationForm, newlines: NewlinePolicy = .lf, vocabulary: Vocabulary) {
    self.form = form
    self.newlines = newlines
    self.vocabulary = vocabulary
  }

  /// What one symbol is.
  public var unit: TextUnit { vocabulary.unit }

  /// How many symbols there are (V).
  public var symbolCount: Int { vocabulary.count }

  /// The ids of a text, normalized first, and what the vocabulary does not hold of it.
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
    var symbols = SymbolReader(self)
    var scalars: [UInt32] = []
    for id in ids { symbols.push(id, into: &scalars) }
    symbols.finish(into: &scalars)
    return String(scalars: scalars)
  }

  /// A decoder that yields text only when its characters are whole.
  public func makeDecoder() -> StreamingDecoder {
    StreamingDecoder(self)
  }

  /// A number that changes with anything that decides how text becomes ids, the same on every machine.
  ///
  /// It is that of ``json()``, the version of the Unicode library included.
  public var fingerprint: UInt64 {
    let hash = ContentHash()
    let bytes = json()
    hash.combine(bytes.span.bytes)
    return hash.value
  }
}

/// A text as ids.
public struct EncodedText: Equatable, Sendable {
  /// The ids, in the order of the text.
  public let ids: [UInt32]
  /// The scalars that the vocabulary does not hold, and how often each occurs.
  public let unknown: [UInt32: Int]
}
