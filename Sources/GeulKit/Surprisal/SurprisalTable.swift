import Foundation
import GeulText

/// What each symbol of a text cost, as a table: its place from 1, its nats and bits, and its name, tabs between them.
public struct SurprisalTable: Sendable {
  /// The names of the columns.
  public static let header = "index\tnats\tbits\tsymbol\n"

  /// A row. Line feeds, tabs and what else has no width stand as escapes.
  public static func row(_ index: Int, nats: Float, symbol: String) -> String {
    "\(index)\t\(Figures.fixed(Double(nats), 5))\t\(Figures.fixed(Double(nats) / log(2), 5))\t\(visible(symbol))\n"
  }

  /// A symbol within running text, whose line feeds and tabs stay.
  static func visibleInText(_ symbol: String) -> String {
    symbol == "\n" || symbol == "\t" || symbol == "\\" ? symbol : visible(symbol)
  }

  static func visible(_ symbol: String) -> String {
    switch symbol {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    case "\\": "\\\\"
    default:
      symbol.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        ? symbol.unicodeScalars.map { "\\u{\(String($0.value, radix: 16, uppercase: true))}" }
          .joined()
        : symbol
    }
  }
}
