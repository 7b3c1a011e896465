import GeulCompute
import GeulEvaluation
import GeulModel

/// Codes symbols by a model that learns while it codes, mixed with the n-grams so far (``ContextMixing``).
public final class AdaptiveCoding: SymbolCoding {
  /// Nothing is kept of where the lanes stood: all that was learnt would be.
  public typealias Mark = Never

  private var mixing: ContextMixing
  private let network: LearningNetwork
  private var expected: [ExpectedSymbols]
  private var isExpected: [Bool]
  private let rate: Rate
  /// Symbols so far, and about how many there will be.
  private var coded = 0
  private let symbols: Int

  /// How fast the network learns.
  public enum Rate: Sendable {
    /// As fast throughout.
    case constant(Double)
    /// Down to a twentieth of it, by half a cosine over all symbols.
    case falling(Double)
  }

  /// A coding of about so many symbols of an alphabet by a model of it, whose parameters are changed; each lane begins as
  /// after the symbol `first`.
  public init(
    _ model: Model, isNew: Bool, _ alphabet: Alphabet, lanes: Int, symbols: Int, first: UInt32,
    rate: Rate,
    pool: WorkerPool
  ) {
    mixing = ContextMixing(alphabet, lanes: lanes, symbols: symbols)
    network = LearningNetwork(model, isNew: isNew, lanes: lanes, first: first, pool: pool)
    expected = (0..<lanes).map { _ in ExpectedSymbols(vocabulary: model.vocabularySize) }
    isExpected = [Bool](repeating: false, count: lanes)
    self.rate = rate
    self.symbols = max(1, symbols)
  }

  /// B
  public var laneCount: Int { expected.count }

  /// Always nil: it cannot go back.
  public func mark() -> Never? { nil }

  /// Never called, since there is no mark.
  public func goBack(to mark: Never) {}

  /// Has the network predict what each lane brings next.
  public func expectNext() {
    network.expectNext { lane, logs in isExpected[lane] = expected[lane].load(logs) }
  }

  /// Writes a lane's next symbol.
  public func encode(_ symbol: UInt32, lane: Int, to encoder: inout RangeEncoder) {
    mixing.encode(
      symbol, lane: lane, expected: isExpected[lane] ? expected[lane] : nil, to: &encoder)
  }

  /// A lane's next symbol.
  public func decode(lane: Int, from decoder: inout RangeDecoder) -> UInt32 {
    mixing.decode(
      lane: lane, expected: isExpected[lane] ? expected[lane] : nil, from: &decoder)
  }

  /// Learns from the step's symbols, one a lane.
  public func take(_ symbols: [UInt32], isCoded: [Bool]) {
    network.take(symbols, isCoded: isCoded, rate: currentRate)
    coded += laneCount
  }

  private var currentRate: Double {
    switch rate {
    case .constant(let rate): return rate
    case .falling(let rate):
      // (1 + cos πx) / 2 to within 0.02, without the C library's cosine.
      let x = min(1, Double(coded) / Double(symbols))
      return rate * max(0.05, 1 - x * x * (3 - 2 * x))
    }
  }
}
