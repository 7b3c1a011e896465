/// The kinds of model there are: a folder each in this module, a case each of `Model` and its companions.
public enum ModelKind: String, Sendable, Codable, CaseIterable {
  /// RNN, LSTM and GRU.
  case recurrent
  /// A feed-forward network over the last symbols.
  case window
  /// Counts of n-grams.
  case ngram
}
