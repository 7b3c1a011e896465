import GeulKit

/// How far the reading of a corpus has come, in a line.
final class EncodingProgress {
  private var line = ProgressLine()

  /// Shows how many bytes have been read, and of how many; 0 where nobody knows.
  func show(_ bytes: Int, of total: Int) {
    line.show(
      "reading the corpus: \(Figures.grouped(bytes >> 20))"
        + (total > 0 ? " of \(Figures.grouped(total >> 20))" : "") + " MiB")
  }

  /// Takes the line off the screen.
  func clear() { line.clear() }
}
