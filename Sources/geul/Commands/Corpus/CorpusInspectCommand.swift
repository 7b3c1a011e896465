import ArgumentParser
import GeulKit

/// `geul corpus inspect`: what is in a text, what is wrong with it, and what that means for training.
struct CorpusInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Tell what a text holds, what may be wrong with it, and what to do about it.",
    discussion: """
      Examples:
        geul corpus inspect corpora/korean.txt
        geul corpus inspect letters/ notes.txt --json
      Told are encoding, sizes, line ends, normal form, scripts, Hangul, Hanja,
      emoji, characters that hardly belong into a text, text that was decoded
      wrongly, what occurs twice, the vocabulary under every unit and normalization form, the rarest
      symbols with their context, and advice. Nothing is changed.
      """)

  @Argument(
    help: "Files, packed ones too, folders (every .txt below them) or - for standard input.")
  var files: [String]

  @OptionGroup var bytes: ReadingFlags

  @Option(help: "Line ends for the vocabulary: lf, or keep.")
  var newlines: NewlinePolicy = .lf

  @Option(help: "How many of the rarest symbols to show.")
  var rarest = 10

  @Flag(help: "Everything as JSON.")
  var json = false

  func run() throws {
    guard (0...10_000).contains(rarest) else {
      throw Failure.usage("--rarest must be from 0 to 10000, not \(rarest)")
    }
    if let tokens = try files.first(where: TokenFile.isOne) {
      throw Failure.usage(
        "\(tokens) is a token file; its text is written by: geul corpus decode \(tokens)")
    }
    if bytes.documents != nil {
      throw Failure.usage(
        "--documents changes nothing of what is told here; it is for train, eval and corpus encode")
    }
    Signals.heedStops()
    // What is left out is counted, and does not stand among the characters as U+FFFD that nobody wrote.
    let reading = try bytes.options(invalid: .skip)
    let source = try CorpusSource(paths: files, for: reading)
    try source.checkSelection(reading)
    Notes.tell(CorpusNotes.lines(on: source))
    var progress = ProgressLine()
    defer { progress.clear() }
    let inspection = try CorpusInspector.inspect(
      source, reading: reading, newlines: newlines, rarest: rarest, stop: Signals.stop
    ) { progress.show("read \(Figures.grouped($0 >> 20)) MiB") }
    progress.clear()
    if json {
      try Output.json(inspection.json)
    } else {
      try Output.write(CorpusInspectionReport(inspection).text)
    }
  }
}
