import GeulModel
import GeulText
import GeulWork
import Glibc

/// A piece of text, and how surprising the model found it.
public struct ScoredText: Sendable, Equatable {
  /// A grapheme cluster of the normalized text.
  public let text: String
  /// How many symbols it is.
  public let symbolCount: Int
  /// -ln p of them.
  public let nats: Double

  /// -log₂ p of them.
  public var bits: Double { nats / log(2) }
}

/// The surprisal of a whole text.
public struct Surprisal: Sendable, Equatable {
  /// -log₂ p of the text.
  public let bits: Double
  /// Its Unicode scalars.
  public let characters: Int
  /// Its symbols.
  public let symbols: Int

  /// Sums up what was scored.
  public init(_ scored: [ScoredText]) {
    bits = scored.reduce(0) { $0 + $1.bits }
    characters = scored.reduce(0) { $0 + $1.text.unicodeScalars.count }
    symbols = scored.reduce(0) { $0 + $1.symbolCount }
  }

  /// Bits for each scalar, by which models of different units compare.
  public var bitsPerCharacter: Double { bits / Double(max(1, characters)) }

  /// 2 to the bits for each symbol.
  public var perplexity: Double { exp2(bits / Double(max(1, symbols))) }
}

extension TextSession {
  /// Reads `text` and says how surprising each of its characters was after all that came before.
  ///
  /// A character of several symbols has the sum of theirs. Asked to stop, it says what it has read. Cost: a step for each
  /// symbol.
  public func score(_ text: String, stop: StopRequest = StopRequest()) -> [ScoredText] {
    let normalized = tokenizer.form.normalize(text)
    var pieces = GraphemeBreaker.clusters(of: normalized).map {
      (text: String($0), ids: tokenizer.encode(String($0)).ids)
    }
    let whole = tokenizer.encode(text).ids
    // Where a cluster by itself is spelled otherwise than in its place, the text is scored as one.
    if pieces.flatMap(\.ids) != whole { pieces = [(normalized, whole)] }
    var scored: [ScoredText] = []
    for piece in pieces where !stop.isRequested {
      scored.append(
        ScoredText(
          text: piece.text, symbolCount: piece.ids.count,
          nats: piece.ids.reduce(0) { $0 + surprisal(of: $1) }))
    }
    return scored
  }

  /// Reads a symbol; returns its -ln p.
  private func surprisal(of id: UInt32) -> Double {
    var nats = 0.0
    step { logs in
      nats = -Double(logs[Int(id)])
      return id
    }
    return nats
  }
}
