/// What a new model believes of the next symbol before it has read any text.
public enum OutputPrior: String, Sendable, Codable, CaseIterable {
  /// Every symbol is as likely as any other: the first loss is ln V.
  case uniform
  /// Symbols are as likely as they are frequent in the training text: the first loss is its unigram entropy.
  ///
  /// Else the network learns the frequencies through its hidden units, which all grow into one constant
  /// and take hundreds of steps to leave it: with the 1,331 symbols of 1.9 million Korean characters, 100 steps
  /// of an LSTM 2×512 reach 2.74 nats this way and 3.7 from a uniform start. A text of some ten thousand
  /// characters is learnt by heart so soon that the detour helps: 3.27 nats against 3.35.
  case unigram
}
