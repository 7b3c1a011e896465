import GeulCompute
import GeulModel
import GeulText
import GeulWork

/// Codes symbols by what a model expects of each after all that came before it in its lane.
///
/// Symbols are cut into as many contiguous parts as there are lanes, which are read side by side, one step at a time:
/// who codes and who decodes take the same steps, so that both find the same bits. A lane begins as after a line feed,
/// and goes on from one block of symbols to the next.
public final class LaneCoding {
  /// Why symbols cannot be coded by a model.
  public struct NotANumber: Error {}

  private let predictor: ModelPredictor
  private let vocabulary: Int
  private var counts: [SymbolCounts]
  /// The latest symbol of each lane, which is read when the next is asked for; nil where nothing is expected yet.
  private var latest: [UInt32]?

  /// Where all lanes stand.
  struct State {
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

  /// Where all lanes stand: keep it to go back.
  var state: State {
    get { State(read: predictor.state, latest: latest) }
    set { (predictor.state, latest) = (newValue.read, newValue.latest) }
  }

  /// The most symbols of a vocabulary that can be coded.
  public static let mostSymbols = SymbolCounts.mostSymbols

  /// Codes the symbols; throws `NotANumber` where the model expects nothing that is a number, or `WorkStopped`.
  public func encode(
    _ ids: [UInt32], to encoder: inout RangeEncoder, stop: StopRequest, progress: (Int) -> Void
  ) throws {
    try walk(ids.count, stop, progress) { place, counts in
      counts.encode(ids[place], to: &encoder)
      return ids[place]
    }
  }

  /// The symbols that were coded; throws likewise.
  public func decode(
    _ count: Int, from decoder: inout RangeDecoder, stop: StopRequest, progress: (Int) -> Void
  ) throws -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: count)
    try walk(count, stop, progress) { place, counts in
      ids[place] = counts.decode(from: &decoder)
      return ids[place]
    }
    return ids
  }

  /// Takes all lanes forward step by step; `code` codes the symbol at a place and returns it.
  private func walk(
    _ count: Int, _ stop: StopRequest, _ progress: (Int) -> Void,
    _ code: (_ place: Int, _ counts: SymbolCounts) -> UInt32
  ) throws {
    let lanes = counts.count
    let parts = (0..<lanes).map { LanePart.part($0, of: lanes, in: 0..<count) }
    var symbols = latest ?? [UInt32](repeating: 0, count: lanes)
    for step in 0..<(parts.first?.count ?? 0) {
      if step % 64 == 0 {
        try stop.check()
        progress(step * lanes)
      }
      try load()
      for lane in 0..<lanes where step < parts[lane].count {
        symbols[lane] = code(parts[lane].lowerBound + step, counts[lane])
      }
      latest = symbols
    }
    progress(count)
  }

  /// What each lane expects next, as whole numbers.
  private func load() throws {
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
}
