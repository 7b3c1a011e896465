import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// Two stretches from a text's two ends, with every cell's trace: on one cells are chosen, on the other reported.
public struct WatchedHalves: Sendable {
  /// A stretch's cells and its characters.
  public struct Half: Sendable {
    /// What each cell held after each symbol.
    public let traces: CellTraces
    /// The characters that the symbols spell.
    public let text: CharacterText

    init(traces: CellTraces, text: CharacterText) { (self.traces, self.text) = (traces, text) }
  }

  /// The stretch at the beginning, on which cells are chosen.
  public let first: Half
  /// The stretch at the end, on which they are reported.
  public let second: Half

  init(first: Half, second: Half) { (self.first, self.second) = (first, second) }

  /// Symbols that are read before each stretch.
  static let warmUp = 200
  /// The fewest symbols of a text whose halves can be told apart.
  public static let fewest = 1_000

  /// At most `symbols` symbols of a range of a text, of which there are ``fewest`` at least, half of them from its beginning
  /// and half from its end. Throws `WorkStopped` or `StorageError`. Memory: a byte for each cell and symbol.
  public init(
    _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>, symbols: Int,
    vocabulary: Vocabulary, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    precondition(range.count >= Self.fewest, "halves of \(range.count) symbols")
    let warmUp = min(Self.warmUp, range.count / 10)
    let length = max(1, min(symbols, range.count - 2 * warmUp) / 2)
    func half(_ start: Int, _ progress: (Double) -> Void) throws -> Half {
      let traces = try CellTraces(
        model, tokens, range: start..<start + length, warmUp: warmUp, pool: pool, stop: stop,
        progress: progress)
      let ids = try tokens.ids(start..<start + traces.count)
      return Half(traces: traces, text: CharacterText(ids, vocabulary))
    }
    first = try half(range.lowerBound + warmUp) { progress($0 / 2) }
    second = try half(range.upperBound - length) { progress(0.5 + $0 / 2) }
  }
}
