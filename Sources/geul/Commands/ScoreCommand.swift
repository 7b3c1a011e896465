import ArgumentParser
import GeulKit

/// `geul score`: what each line of standard input costs, as soon as it comes.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score lines of standard input, each as it comes.",
    discussion: """
      Examples:
        geul score checkpoints/korean < candidates.txt
        grep -v '^$' guesses.txt | geul score checkpoints/korean | sort -g | head -1
      For each line: its nats, its symbols (the line feed among them) and itself, tabs between them. The figures are those
      of geul eval --per line: fewer nats are likelier. Each row is written at once, so that another program can ask and
      wait for the answer.
      """)

  @OptionGroup var model: ModelOptions

  @Option(
    help: "fp32, bf16, int8, or auto, the fastest here (default: fp32).")
  var precision: Precision?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Each line's figures as a JSON object.")
  var json = false

  func run() throws {
    Signals.heedStops()
    let language = try LanguageModel(try model.open())
    let kind = try Precision.scoringKind(precision, for: language.model.configuration)
    let scoring = try PieceScoring(language, kind: kind, pool: try threads.makePool())
    var input = LineInput()
    var number = 0
    while true {
      var lines: [String] = []
      var result: LineInput.Result? = input.next()
      // Lines that have come already are read side by side.
      while case .line(let line)? = result {
        lines.append(line)
        result = input.nextWaiting()
      }
      try write(try scoring.score(lines: lines, stop: Signals.stop), lines, after: number)
      number += lines.count
      switch result {
      case .malformed?:
        throw Failure(
          .badData,
          "standard input, line \(number + 1): expected UTF-8, found other bytes; convert it, as by iconv"
        )
      case .interrupted?: return try Signals.ending.check()
      case .end?: return
      case .line?, nil: break
      }
    }
  }

  private func write(_ pieces: [ScoredPiece], _ lines: [String], after number: Int) throws {
    for (piece, line) in zip(pieces, lines) {
      guard json else {
        try Output.write("\(Figures.fixed(piece.nats, 4))\t\(piece.symbols)\t\(line)\n")
        continue
      }
      guard case .object(var object) = piece.json else { continue }
      object["index"] = .integer(Int64(number + piece.index))
      object.append("text", .string(line))
      try Output.json(.object(object))
    }
  }
}
