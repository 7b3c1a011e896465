/// How clear the encoding of a text must be, if it was not named, for the text to be read.
package enum GuessPolicy: Sendable {
  /// As clear as what is trained on must be.
  case sure
  /// Likelier than not: a prompt is too short to be sure of, and is seen by who wrote it.
  case likely
  /// The likeliest of all: it is read to be looked at.
  case best

  /// The probability that is asked for.
  var leastConfidence: Double {
    switch self {
    case .sure: EncodingGuess.sureness
    case .likely: 0.55
    case .best: UndecidedEncoding.leastConfidence
    }
  }
}
