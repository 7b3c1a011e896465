import GeulText
import GeulWork

/// What codes symbols in lanes: contiguous parts of a text, which are read side by side, one step at a time.
///
/// Who codes and who decodes take the same steps, so that both find the same bits. A lane goes on from one block of symbols
/// to the next.
public protocol SymbolCoding: AnyObject {
  /// Where all lanes stand.
  associatedtype Mark

  var laneCount: Int { get }

  /// Where all lanes stand, to go back to; nil of a coding that cannot.
  func mark() -> Mark?

  /// Makes all lanes stand where they stood.
  func goBack(to mark: Mark)

  /// Finds what each lane expects next; throws `NotANumber` where that is none.
  func expectNext() throws

  /// Writes a lane's next symbol.
  func encode(_ symbol: UInt32, lane: Int, to encoder: inout RangeEncoder)

  /// A lane's next symbol.
  func decode(lane: Int, from decoder: inout RangeDecoder) -> UInt32

  /// Takes up the step's symbols, one a lane; where `isCoded` is false the lane had none, and the one before stands there.
  func take(_ symbols: [UInt32], isCoded: [Bool])
}

/// Why symbols cannot be coded by a model.
public struct NotANumber: Error {}

extension SymbolCoding {
  /// Codes the symbols; throws `NotANumber` where the model expects nothing that is a number, or `WorkStopped`.
  public func encode(
    _ ids: [UInt32], to encoder: inout RangeEncoder, stop: StopRequest, progress: (Int) -> Void
  ) throws {
    try walk(ids.count, stop, progress) { place, lane in
      encode(ids[place], lane: lane, to: &encoder)
      return ids[place]
    }
  }

  /// The symbols that were coded; throws likewise.
  public func decode(
    _ count: Int, from decoder: inout RangeDecoder, stop: StopRequest, progress: (Int) -> Void
  ) throws -> [UInt32] {
    var ids = [UInt32](repeating: 0, count: count)
    try walk(count, stop, progress) { place, lane in
      ids[place] = decode(lane: lane, from: &decoder)
      return ids[place]
    }
    return ids
  }

  /// Takes all lanes forward step by step; `code` codes the symbol at a place, the next of its lane, and returns it.
  private func walk(
    _ count: Int, _ stop: StopRequest, _ progress: (Int) -> Void,
    _ code: (_ place: Int, _ lane: Int) -> UInt32
  ) throws {
    let parts = (0..<laneCount).map { LanePart.part($0, of: laneCount, in: 0..<count) }
    var symbols = [UInt32](repeating: 0, count: laneCount)
    var isCoded = [Bool](repeating: false, count: laneCount)
    for step in 0..<(parts.map(\.count).max() ?? 0) {
      if step % 64 == 0 {
        try stop.check()
        progress(step * laneCount)
      }
      try expectNext()
      for lane in 0..<laneCount {
        isCoded[lane] = step < parts[lane].count
        if isCoded[lane] { symbols[lane] = code(parts[lane].lowerBound + step, lane) }
      }
      take(symbols, isCoded: isCoded)
    }
    progress(count)
  }
}
