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

  /// An evaluation of `symbols` that cost `nats` in all.
  public init(symbols: Int, nats: Double, lanes: Int = 1, warmUp: Int = 0) {
    self.symbols = symbols
    self.nats = nats
    self.lanes = lanes
    self.warmUp = warmUp
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
