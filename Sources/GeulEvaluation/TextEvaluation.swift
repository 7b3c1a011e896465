import GeulText

/// How well a model predicts a text, and how much text that was.
///
/// Figures per character, cluster or byte compare models whose symbols differ; those per symbol do not.
public struct TextEvaluation: Sendable, Equatable {
  /// The loss over the symbols.
  public let score: Evaluation
  /// The characters and bytes that the symbols stand for, in the normalized text.
  public let measure: TextMeasure

  /// Joins a score and the measure of the same text.
  public init(score: Evaluation, measure: TextMeasure) {
    self.score = score
    self.measure = measure
  }

  /// e to the mean loss of a symbol in nats.
  public var perplexity: Double { score.perplexity }
  /// Loss in bits over the Unicode scalars of the text.
  public var bitsPerCharacter: Double { score.bits(per: max(1, measure.scalars)) }
  /// Loss in bits over the extended grapheme clusters of the text.
  public var bitsPerGrapheme: Double { score.bits(per: max(1, measure.graphemes)) }
  /// Loss in bits over the syllables of Hangul; nil where there are none.
  public var bitsPerSyllable: Double? {
    measure.syllables > 0 ? score.bits(per: measure.syllables) : nil
  }
  /// Loss in bits over the words, which white space sets apart; nil where there are none.
  public var bitsPerWord: Double? { measure.words > 0 ? score.bits(per: measure.words) : nil }
  /// Loss in bits over the bytes of the text in UTF-8.
  public var bitsPerByte: Double { score.bits(per: max(1, measure.bytes)) }
}
