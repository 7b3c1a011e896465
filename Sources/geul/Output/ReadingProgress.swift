import GeulKit

/// A line that shows how far a long prompt is read, on a terminal.
final class ReadingProgress {
  private let characters: Int
  private var line = ProgressLine()
  private let begun = ContinuousClock.now

  /// Shows nothing for the first half second.
  init(of text: String) { characters = text.unicodeScalars.count }

  /// Takes the symbols read so far.
  func show(_ symbols: Int) {
    guard Output.errorIsTerminal, ContinuousClock.now - begun > .milliseconds(500) else { return }
    line.show(
      "reading: \(Figures.grouped(symbols)) symbols of \(Figures.grouped(characters)) characters")
  }

  /// Removes the line.
  func clear() { line.clear() }
}
