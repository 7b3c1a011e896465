/// What a new model believes of the next symbol before it has read any text.
public enum OutputPrior: String, Sendable, Codable, CaseIterable {
  /// Every symbol is as likely as any other: the first loss is ln V.
  case uniform
  /// Symbols are as likely as they are frequent in the training text: the first loss is its unigram entropy.
  ///
  /// Else the network learns the frequencies through its hidden units, which all grow into one constant
  /// and take hundreds of steps to leave it; with the 1,331 symbols of a Korean text, 100 steps of an LSTM
  /// 2×512 reach 2.68 nats this way and 4.3 from a uniform start.
  case unigram
}
