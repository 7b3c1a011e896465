import GeulModel
import GeulText
import GeulWork

/// What reading a text came to.
public struct TextReading: Sendable {
  /// The scalars that the vocabulary does not hold, and how often each occurred: they were read by their bytes, or as
  /// the unknown symbol.
  public let unknown: [UInt32: Int]
  /// How it was read.
  public let report: ReadingReport
}

extension TextSession {
  /// Reads `text`, normalized as the corpus was; returns the scalars that the vocabulary does not hold, with
  /// their counts: they were read by their bytes, or as the unknown symbol.
  @discardableResult
  public func read(_ text: String) -> [UInt32: Int] {
    read(text, stop: StopRequest()).unknown
  }

  /// Reads a text that may be long: see `PromptReader`. Asked to stop, it has read nothing.
  ///
  /// `progress` is told the symbols read so far.
  public func read(
    _ text: String, stop: StopRequest, progress: @escaping (Int) -> Void = { _ in }
  ) -> TextReading {
    var encoder = tokenizer.makeEncoder()
    let report = read(stop: stop, progress: progress) { hand in
      var (block, ids) = ([UInt32](), [UInt32]())
      for scalar in text.unicodeScalars {
        block.append(scalar.value)
        guard block.count == blockScalars else { continue }
        encoder.push(block, into: &ids)
        hand(ids)
        block.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
      }
      encoder.push(block, into: &ids)
      encoder.finish(into: &ids)
      hand(ids)
    }
    return TextReading(unknown: encoder.unknown, report: report)
  }

  /// Reads symbols.
  public func read(_ symbols: [UInt32]) {
    _ = read(stop: StopRequest(), progress: { _ in }, from: { hand in hand(symbols) })
  }

  /// Reads the symbols that `source` hands over, piece by piece.
  private func read(
    stop: StopRequest, progress: @escaping (Int) -> Void,
    from source: (_ hand: ([UInt32]) -> Void) -> Void
  ) -> ReadingReport {
    let before = mark
    var reader = PromptReader(predictor, stop: stop, progress: progress)
    source { symbols in
      guard let newLast = symbols.last else { return }
      // The model is always one symbol behind, so that a prediction is made only when it is wanted.
      reader.push(CollectionOfOne(last))
      reader.push(symbols.dropLast())
      last = newLast
      note(symbols)
    }
    let report = reader.finish()
    if report.wasStopped { mark = before }
    return report
  }
}

/// Scalars of a text that are encoded at a time.
private let blockScalars = 1 << 16
