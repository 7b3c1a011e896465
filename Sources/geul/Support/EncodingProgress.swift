import Foundation
import GeulKit

/// How far the reading of a corpus has come.
struct EncodingProgress {
  private var line = ProgressLine()
  private let total: Int

  /// The progress of reading `source`.
  init(_ source: CorpusSource) {
    total = source.files.reduce(0) { total, file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return total + ((attributes?[.size] as? Int) ?? 0)
    }
  }

  /// Shows how many bytes have been read.
  mutating func show(_ bytes: Int) {
    let total = total
    line.show(
      "reading the corpus: \(Figures.grouped(bytes >> 20))"
        + (total > 0 ? " of \(Figures.grouped(total >> 20))" : "") + " MiB")
  }

  /// Takes the line off the screen.
  mutating func clear() { line.clear() }
}
