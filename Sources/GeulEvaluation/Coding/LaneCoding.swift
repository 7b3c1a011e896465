import GeulCompute
import GeulModel

/// Codes symbols by what a model expects of each after all that came before it in its lane, which begins as after a line
/// feed.
public final class LaneCoding: SymbolCoding {
  private let predictor: ModelPredictor
  private let vocabulary: Int
  private var counts: [SymbolCounts]
  /// The latest symbol of each lane, which is read when the next is asked for; nil where nothing is expected yet.
  private var latest: [UInt32]?

  /// Where all lanes stand.
  public struct Mark {
    fileprivate let read: ModelState
    fileprivate let latest: [UInt32]?
  }

  /// A model's lanes; `lineFeed` is the symbol of a line feed, if it has one.
  public init(
    _ model: Model, lanes: Int, lineFeed: UInt32?, kind: ProductKind, pool: WorkerPool
  ) {
    vocabulary = model.vocabularySize
    predictor = model.makePredictor(lanes: lanes, steps: 1, kind: kind, pool: pool)
    counts = (0..<lanes).map { _ in SymbolCounts(vocabulary: model.vocabularySize) }
    latest = lineFeed.map { [UInt32](repeating: $0, count: lanes) }
  }

  /// The most symbols of a vocabulary that can be coded.
  public static let mostSymbols = SymbolCounts.mostSymbols

  /// B
  public var laneCount: Int { counts.count }

  /// Where all lanes stand.
  public func mark() -> Mark? { Mark(read: predictor.state, latest: latest) }

  /// Makes all lanes stand where they stood.
  public func goBack(to mark: Mark) { (predictor.state, latest) = (mark.read, mark.latest) }

  /// Reads the latest symbols.
  public func expectNext() throws {
    guard let latest else {
      for lane in counts.indices { counts[lane].loadUniform() }
      return
    }
    predictor.read(latest, predicting: .last)
    let isSound = predictor.withLogProbabilities { logs in
      counts.indices.allSatisfy { lane in
        counts[lane].load(
          UnsafeBufferPointer(rebasing: logs[lane * vocabulary..<(lane + 1) * vocabulary]))
      }
    }
    guard isSound else { throw NotANumber() }
  }

  /// Writes a lane's next symbol.
  public func encode(_ symbol: UInt32, lane: Int, to encoder: inout RangeEncoder) {
    counts[lane].encode(symbol, to: &encoder)
  }

  /// A lane's next symbol.
  public func decode(lane: Int, from decoder: inout RangeDecoder) -> UInt32 {
    counts[lane].decode(from: &decoder)
  }

  /// Keeps the step's symbols until the next is asked for.
  public func take(_ symbols: [UInt32], isCoded: [Bool]) {
    let before = latest ?? symbols
    latest = symbols.indices.map { isCoded[$0] ? symbols[$0] : before[$0] }
  }
}
