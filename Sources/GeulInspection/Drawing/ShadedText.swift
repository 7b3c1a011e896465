import Foundation

/// A passage of text, each symbol with a number that it is shaded by.
public struct ShadedText: Sendable {
  /// What stands above it.
  public var title: String
  /// The symbols as they are shown, and their numbers from -1 to 1.
  public var symbols: [(text: String, value: Double)]
  /// What one sees.
  public var caption: String

  /// A passage; symbols of one character that are written apart are to be joined before.
  public init(_ title: String, symbols: [(text: String, value: Double)], caption: String) {
    (self.title, self.symbols, self.caption) = (title, symbols, caption)
  }

  private static let blocks = Array("▁▂▃▄▅▆▇█")

  /// Pairs of lines, the text and below it its numbers as blocks of eight heights, so many columns wide at most.
  ///
  /// `width` says how many columns a symbol takes.
  public func lines(columns: Int = 72, width: (String) -> Int) -> [String] {
    var lines: [String] = []
    var (text, marks, used) = ("", "", 0)
    func height(_ value: Double) -> Character {
      Self.blocks[max(0, min(7, Int((value + 1) * 4)))]
    }
    func close() {
      guard used > 0 else { return }
      lines += ["  " + text, "  " + marks]
      (text, marks, used) = ("", "", 0)
    }
    for symbol in symbols {
      let isFeed = symbol.text == "\n"
      let shown = isFeed ? "↵" : symbol.text == "\t" ? " " : symbol.text
      let wide = max(0, width(shown))
      if used + wide > columns { close() }
      text += shown
      marks += String(repeating: height(symbol.value), count: wide)
      used += wide
      if isFeed { close() }
    }
    close()
    return lines
  }

  /// The passage within a page, shaded by its two colours.
  var html: String {
    symbols.map { symbol in
      let shade = String(format: "%.2f", min(1, abs(symbol.value)))
      let shown = symbol.text == "\n" ? "↵" : PageText.escaped(symbol.text)
      let side = symbol.value < 0 ? " class=n" : ""
      return "<s\(side) style=\"--a:\(shade)\">\(shown)</s>" + (symbol.text == "\n" ? "<br>" : "")
    }.joined()
  }
}
