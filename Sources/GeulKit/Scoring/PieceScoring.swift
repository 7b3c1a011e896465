import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulStorage
import GeulText
import GeulWork

/// What a text is cut into to be scored piece by piece.
public enum PieceUnit: String, Sendable, CaseIterable {
  /// A line, with the line feed that ends it.
  case line
  /// A document, as the files' boundaries or blank lines say.
  case document
  /// A file.
  case file
}

/// Scores lines, documents or files each for itself: from the state after a line feed that costs nothing.
public final class PieceScoring {
  private let tokenizer: Tokenizer
  private let scorer: PieceScorer
  private let lineFeed: [UInt32]
  /// Pieces that are held at a time, to be put together by their lengths.
  private static let buffer = 4096

  /// A scoring by a model; throws a `RequestError` where its vocabulary cannot say a line feed.
  public init(_ language: LanguageModel, kind: ProductKind = .fp32, pool: WorkerPool) throws {
    tokenizer = language.tokenizer
    lineFeed = language.tokenizer.encode("\n").ids
    let unknown: Bool =
      if case .unknown = language.tokenizer.vocabulary.symbol(lineFeed[0]) { true } else { false }
    guard !unknown else {
      throw RequestError.usage(
        "the model's vocabulary has no line feed, from which a piece is scored; score the whole text"
      )
    }
    scorer = PieceScorer(language.model, lineFeed: lineFeed, kind: kind, pool: pool)
  }

  /// Scores lines, given without their line feeds.
  public func score(lines: [String], stop: StopRequest = StopRequest()) throws -> [ScoredPiece] {
    let texts = lines.map { tokenizer.encode($0).ids + lineFeed }
    let nats = try scorer.score(texts, stop: stop)
    return lines.indices.map { line in
      ScoredPiece(
        index: line + 1, name: nil, nats: nats[line], symbols: texts[line].count,
        characters: tokenizer.decode(texts[line]).unicodeScalars.count)
    }
  }

  /// Scores the pieces of a part of a text and hands them on in their order, some thousand at a time, so that memory does not grow
  /// with the text; what `emit` throws is thrown.
  ///
  /// A last line that no line feed ends is scored with one. Throws `WorkStopped` or `StorageError`.
  public func score(
    _ unit: PieceUnit, of tokens: TokenSequence, in range: Range<Int>, from index: Int = 1,
    name: String? = nil,
    stop: StopRequest = StopRequest(), emit: (ScoredPiece) throws -> Void
  ) throws {
    var waiting: [Range<Int>] = []
    var next = index
    func flush() throws {
      let nats = try scorer.score(waiting, of: tokens, stop: stop)
      for (range, nats) in zip(waiting, nats) {
        let measure = try tokens.measure(range, tokenizer: tokenizer)
        try emit(
          ScoredPiece(
            index: next, name: name, nats: nats, symbols: range.count, characters: measure.scalars))
        next += 1
      }
      waiting.removeAll(keepingCapacity: true)
    }
    func take(_ range: Range<Int>) throws {
      waiting.append(range)
      if waiting.count == Self.buffer { try flush() }
    }
    switch unit {
    case .file:
      if !range.isEmpty { try take(range) }
    case .document:
      for document in 0..<tokens.documentCount {
        let bounds = try tokens.documentStarts(document..<min(tokens.documentCount, document + 2))
        let own = bounds[0]..<(bounds.count > 1 ? bounds[1] : tokens.count)
        if own.overlaps(range) { try take(own.clamped(to: range)) }
      }
    case .line:
      let rest = try forEachLine(of: tokens, in: range, take)
      try flush()
      guard !rest.isEmpty else { return }
      let ids = try tokens.ids(rest) + lineFeed
      let measure = try tokens.measure(rest, tokenizer: tokenizer)
      let nats = try scorer.score([ids], stop: stop)[0]
      return try emit(
        ScoredPiece(
          index: next, name: name, nats: nats, symbols: ids.count, characters: measure.scalars + 1))
    }
    try flush()
  }

  /// Calls `body` with each line that a line feed ends; returns what stands behind the last.
  private func forEachLine(
    of tokens: TokenSequence, in range: Range<Int>, _ body: (Range<Int>) throws -> Void
  ) throws -> Range<Int> {
    var start = range.lowerBound
    // A line feed of several symbols is one of bytes, of which it is the only one.
    let last = lineFeed[lineFeed.count - 1]
    let block = 1 << 16
    for from in stride(from: range.lowerBound, to: range.upperBound, by: block) {
      let ids = try tokens.ids(from..<min(range.upperBound, from + block))
      for (place, id) in ids.enumerated() where id == last {
        try body(start..<from + place + 1)
        start = from + place + 1
      }
    }
    return start..<range.upperBound
  }
}
