import Foundation
import GeulStorage

/// What a piece of a text, such as a line, costs by itself.
public struct ScoredPiece: Sendable, Equatable {
  /// Which it is, counted from 1.
  public let index: Int
  /// What it is called, of files alone.
  public let name: String?
  /// Its loss in nats, at least 0.
  public let nats: Double
  /// Its symbols, the line feed that ends it among them.
  public let symbols: Int
  /// Its Unicode scalars, likewise.
  public let characters: Int

  /// The figures of a piece.
  public init(index: Int, name: String? = nil, nats: Double, symbols: Int, characters: Int) {
    (self.index, self.name, self.nats) = (index, name, nats)
    (self.symbols, self.characters) = (symbols, characters)
  }

  /// Loss in bits over the Unicode scalars.
  public var bitsPerCharacter: Double { nats / log(2) / Double(max(1, characters)) }
  /// e to the mean loss of a symbol in nats.
  public var perplexity: Double { exp(nats / Double(max(1, symbols))) }

  /// The names of the columns of `row`, with that of a name or without.
  public static func header(named: Bool) -> String {
    "index\tnats\tsymbols\tbits_per_character\tperplexity" + (named ? "\tname" : "")
  }

  /// The figures, tabs between them.
  public var row: String {
    let figures =
      "\(index)\t\(Figures.fixed(nats, 4))\t\(symbols)\t\(Figures.fixed(bitsPerCharacter, 4))\t"
      + Figures.fixed(perplexity, 4)
    return figures + (name.map { "\t" + $0 } ?? "")
  }

  /// The same as an object.
  public var json: JSONValue {
    var object: JSONObject = JSONObject([
      ("index", .integer(Int64(index))), ("nats", .number(nats)),
      ("symbols", .integer(Int64(symbols))), ("bits_per_character", .number(bitsPerCharacter)),
      ("perplexity", .number(perplexity)),
    ])
    if let name { object.append("name", .string(name)) }
    return .object(object)
  }
}
