import Glibc

/// How well a model predicts a text.
public struct Evaluation: Sendable, Equatable {
  /// Symbols scored: every one of the text.
  public let symbols: Int
  /// Their summed loss in nats.
  public let nats: Double
  /// Parts of the text that were read side by side.
  public let lanes: Int
  /// Symbols that were read before each part.
  public let warmUp: Int
  /// Symbols after each of which the model was begun anew; nil where the text is one stream.
  public let window: Int?
  /// The loss in nats of each of equal stretches of the text, from which its error is told.
  public let stretches: Stretches

  /// An evaluation of `symbols` that cost `nats` in all.
  public init(
    symbols: Int, nats: Double, lanes: Int = 1, warmUp: Int = 0, window: Int? = nil,
    stretches: Stretches = Stretches(symbols: 0)
  ) {
    self.symbols = symbols
    self.nats = nats
    self.lanes = lanes
    self.warmUp = warmUp
    self.window = window
    self.stretches = stretches
  }

  /// Mean loss in nats.
  public var natsPerSymbol: Double { nats / Double(symbols) }
  /// Mean loss in bits.
  public var bitsPerSymbol: Double { bits(per: symbols) }
  /// e to the mean loss in nats.
  public var perplexity: Double { exp(natsPerSymbol) }
  /// The whole loss in bits over a count of something else: characters, bytes.
  public func bits(per count: Int) -> Double { nats / log(2) / Double(count) }
}
