import ArgumentParser
import GeulKit

extension PieceUnit: ExpressibleByArgument {}

/// `geul eval --per`: a row for each line, document or file.
extension EvalCommand {
  /// Refuses what belongs to the score of one whole text.
  func checkPieces() throws {
    guard let per else { return }
    let meaningless = [
      ("lanes", lanes != nil), ("warm-up", warmUp != nil || warmUpAlias != nil),
      ("windows", windows != nil),
    ]
    if let (flag, _) = meaningless.first(where: \.1) {
      throw Failure.usage(
        "--\(flag) is of a text scored as a whole; with --per every \(per.rawValue) is scored for itself"
      )
    }
    if files.isEmpty, per != .line {
      throw Failure.usage("--per \(per.rawValue) is of files; name some, or use --per line")
    }
  }

  /// Scores each piece for itself, and writes its row when its turn comes.
  func scorePieces(
    _ unit: PieceUnit, _ language: LanguageModel, ofRunOf checkpoint: String,
    _ configuration: JSONReader
  ) throws {
    let kind = try kind(of: language)
    let scoring = try PieceScoring(language, kind: kind, pool: try threads.makePool())
    if !json { try Output.line(ScoredPiece.header(named: unit == .file)) }
    var progress = ProgressLine()
    defer { progress.clear() }
    func emit(_ piece: ScoredPiece) throws {
      if json { try Output.json(piece.json) } else { try Output.draw(piece.row + "\n") }
      guard !Output.isTerminal else { return }
      progress.show("scored \(Figures.grouped(piece.index)) \(unit.rawValue)s")
    }
    guard unit == .file else {
      let text = try self.text(language, ofRunOf: checkpoint, configuration)
      return try scoring.score(
        unit, of: text.tokens, in: text.range, stop: Signals.stop, emit: emit)
    }
    let source = try CorpusSource(paths: files, for: reading.options())
    for (place, file) in source.files.enumerated() {
      let text = try givenText([file], language)
      try scoring.score(
        .file, of: text.tokens, in: text.range, from: place + 1, name: file, stop: Signals.stop,
        emit: emit)
    }
  }
}
