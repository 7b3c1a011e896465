import ArgumentParser
import GeulKit

/// `geul inspect neurons`: what single cells follow.
struct InspectNeuronsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "neurons",
    abstract: "Which single cells follow quotation marks, words, line ends, Hangul …",
    discussion: """
      Examples:
        geul inspect neurons checkpoints/korean --html neurons.html
        geul inspect neurons checkpoints/korean --text letters.txt --like "그러나 "
      For each property of the text the cell that tells it best: chosen on one half of the text, reported on the other,
      beside what a majority gets right and what the best cell reaches where labels stand at wrong places. --like takes a
      span of the text instead: the cells that are on there and off around it, and where else they are.
      """)

  @OptionGroup var options: InspectionOptions
  @OptionGroup var watched: InspectedText

  @Option(help: "Symbols to watch (default: 40,000).")
  var symbols = 40_000

  @Option(help: "A span of the text: the cells that are on there.")
  var like: String?

  /// The most bytes that traces may take.
  private static let mostBytes = 4 << 30

  func run() throws {
    guard (WatchedHalves.fewest...100_000_000).contains(symbols) else {
      throw Failure.usage(
        "--symbols must be from \(WatchedHalves.fewest) to 100000000, not \(symbols)")
    }
    try options.form.check()
    Signals.heedStops()
    let loaded = try watched.load(options, what: "cells")
    let (model, text) = (loaded.model, loaded.text)
    let cells = model.configuration.layers * model.configuration.hidden
    guard min(symbols, text.range.count) * cells <= Self.mostBytes else {
      throw Failure.usage(
        "--symbols \(symbols) of \(cells) cells take more than 4 GiB; at most \(Self.mostBytes / cells) fit"
      )
    }
    guard text.range.count >= WatchedHalves.fewest else {
      throw Failure(
        .badData,
        "\(text.name): expected at least \(WatchedHalves.fewest) symbols to tell two halves apart, found \(text.range.count); "
          + "name a longer text by --text")
    }
    let quantity = model.configuration.cell == .lstm ? "tanh(c)" : "h"
    let report =
      try like.map { try span($0, loaded, quantity) } ?? ranking(loaded, quantity)
    try options.form.show(report)
  }

  private func ranking(_ loaded: InspectedText.Loaded, _ quantity: String) throws
    -> InspectionReport
  {
    var line = ProgressLine()
    defer { line.clear() }
    let halves = try WatchedHalves(
      loaded.model, loaded.text.tokens, range: loaded.text.range, symbols: symbols,
      vocabulary: loaded.tokenizer.vocabulary, pool: try options.threads.makePool(),
      stop: Signals.stop
    ) { line.show("reading: \(Figures.fixed(100 * $0, 0)) %") }
    let ranking = try CellRanking(halves, stop: Signals.stop) {
      line.show("cells: \(Figures.fixed(100 * $0, 0)) %")
    }
    return InspectionReport(
      neurons: ranking, halves.second, quantity: quantity, model: loaded.name,
      text: loaded.text.name)
  }

  private func span(_ like: String, _ loaded: InspectedText.Loaded, _ quantity: String) throws
    -> InspectionReport
  {
    var line = ProgressLine()
    defer { line.clear() }
    let span = loaded.tokenizer.encode(like).ids
    guard !span.isEmpty else { throw Failure.usage("--like needs a span of the text") }
    let found = try WatchedSpan(
      span, loaded.model, loaded.text.tokens, range: loaded.text.range, symbols: symbols,
      vocabulary: loaded.tokenizer.vocabulary, pool: try options.threads.makePool(),
      stop: Signals.stop
    ) { line.show("reading: \(Figures.fixed(100 * $0, 0)) %") }
    guard let found else {
      throw Failure(
        .badData,
        "\(loaded.text.name): expected “\(like)” in the text, found it nowhere; name a text that has it by --text"
      )
    }
    return InspectionReport(
      span: like, found.cells, in: found.stretch, quantity: quantity, model: loaded.name,
      text: loaded.text.name)
  }
}
