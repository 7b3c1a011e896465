import GeulModel
import GeulText

/// The vectors that a model has for the symbols of a text, the most frequent first.
///
/// Symbols that never stand in it are left out: what training never saw has the vector that it was born with.
public struct EmbeddedSymbols: Sendable {
  /// Their ids.
  public let ids: [UInt32]
  /// How often each stands in the text.
  public let counts: [Int]
  /// What kind of character each is.
  public let kinds: [SymbolKind]
  /// The parts of those that are syllables.
  public let syllables: [SyllableParts?]
  /// (n, D)
  public let vectors: VectorTable

  /// The symbols that stand at least `least` times in a text; nil of a model without an embedding.
  public init?(_ model: Model, vocabulary: Vocabulary, counts: [Int], least: Int = 1) {
    precondition(
      counts.count == vocabulary.count && counts.count == model.vocabularySize,
      "\(counts.count) counts of \(vocabulary.count) symbols, \(model.vocabularySize) of the model")
    guard let table = Self.table(model) else { return nil }
    let places = counts.indices.filter { counts[$0] >= max(1, least) }
      .sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
    ids = places.map { UInt32($0) }
    self.counts = places.map { counts[$0] }
    kinds = ids.map { SymbolKind(vocabulary.symbol($0)) }
    syllables = ids.map { SyllableParts(vocabulary.symbol($0)) }
    vectors = table.selecting(places)
  }

  /// The embedding of a model: a row for each symbol, (V, D).
  private static func table(_ model: Model) -> VectorTable? {
    let layout: ParameterLayout? =
      switch model {
      case .recurrent(let model): model.layout
      case .window(let model): model.layout
      case .ngram: nil
      }
    guard let slot = layout?.slots.first(where: { $0.name == "embedding.weight" }),
      let parameters = model.parameters
    else { return nil }
    // A window has one row more, for what stands before a text.
    let (rows, width) = (model.vocabularySize, slot.shape[1])
    return VectorTable(
      width: width, values: (0..<rows * width).map { Double(parameters[slot.offset + $0]) })
  }
}
