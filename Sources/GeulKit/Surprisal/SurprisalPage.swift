import Foundation
import GeulCompute
import GeulEvaluation
import GeulInspection
import GeulLanguage
import GeulModel
import GeulText
import GeulWork

/// A text as a page of its own, each symbol shaded by what it cost, with what else was likely in its place.
public struct SurprisalPage: Sendable {
  /// The page.
  public let html: String
  /// Symbols on it; those behind were left out.
  public let symbols: Int

  /// The most symbols of a page, which a browser still shows at once.
  public static let mostSymbols = 20_000
  private static let alternatives = 5

  /// The front of a text, read in one lane. Throws `WorkStopped` or `StorageError`.
  public init(
    _ text: EvaluationText, _ language: LanguageModel, called model: String,
    kind: ProductKind, pool: WorkerPool, stop: StopRequest = StopRequest()
  ) throws {
    let end = min(text.range.upperBound, text.range.lowerBound + Self.mostSymbols)
    let ids = try text.tokens.ids(text.range.lowerBound..<end)
    let tokenizer = language.tokenizer
    var spans =
      ids.first.map {
        Self.span($0, nats: log(Double(tokenizer.symbolCount)), likely: "", tokenizer)
      } ?? ""
    try language.model.readOneByOne(ids, kind: kind, pool: pool, stop: stop) { logs, target in
      spans += Self.span(
        UInt32(target), nats: -Double(logs[target]), likely: Self.likely(logs, tokenizer), tokenizer
      )
    }
    symbols = ids.count
    html = Self.page(
      PageText.escaped(text.name), PageText.escaped(model), spans,
      left: text.range.count - ids.count)
  }

  /// The likeliest symbols and their probabilities.
  private static func likely(
    _ logs: UnsafeBufferPointer<Float>, _ tokenizer: Tokenizer
  ) -> String {
    var best: [(id: Int, log: Float)] = []
    for (id, log) in logs.enumerated()
    where best.count < alternatives || log > best[alternatives - 1].log {
      let place = best.firstIndex { $0.log < log } ?? best.count
      best.insert((id, log), at: place)
      if best.count > alternatives { best.removeLast() }
    }
    return best.map {
      let name = SurprisalTable.visible(tokenizer.name(ofSymbol: UInt32($0.id)))
      return "\(name == " " ? "␣" : name) \(Figures.fixed(100 * Double(exp($0.log)), 1)) %"
    }.joined(separator: "  ")
  }

  private static func span(
    _ id: UInt32, nats: Double, likely: String, _ tokenizer: Tokenizer
  ) -> String {
    let bits = nats / log(2)
    let name = tokenizer.name(ofSymbol: id)
    let shown = name == "\n" ? "<i>↵</i>" : PageText.escaped(SurprisalTable.visible(name))
    let shade = Figures.fixed(min(1, max(0, bits / 12)), 2)
    let note = PageText.escaped(
      "\(Figures.fixed(bits, 2)) bits" + (likely.isEmpty ? "" : "; likely: " + likely))
    return "<s tabindex=0 style=\"--a:\(shade)\" data-n=\"\(note)\">\(shown)</s>"
      + (name == "\n" ? "<br>\n" : "")
  }

  private static func page(_ text: String, _ model: String, _ spans: String, left: Int) -> String {
    """
    <!doctype html>
    <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>Surprisal of \(text)</title>
    <style>
    :root { color-scheme: light dark; font: 18px/1.9 system-ui, sans-serif }
    body { margin: 2em auto; max-width: 45em; padding: 0 1em; overflow-wrap: anywhere }
    s { text-decoration: none; white-space: pre-wrap; position: relative; border-radius: 2px;
      background: rgb(220 60 20 / calc(var(--a) * .75)); print-color-adjust: exact }
    i { opacity: .4; font-style: normal }
    s:hover, s:focus { outline: 2px solid currentColor }
    s:hover::after, s:focus::after { content: attr(data-n); position: fixed; left: 0; right: 0; bottom: 0;
      padding: .4em 1em; background: Canvas; color: CanvasText; border-top: 1px solid; font-size: 15px; z-index: 1 }
    @media print { s::after { display: none } }
    </style>
    <h1>Surprisal of \(text)</h1>
    <p>By \(model). The darker a character, the less it was expected; 12 bits and more are darkest. Point at one, or go
    there by the tab key, to read its bits and what was likely in its place.\(left > 0 ? " \(Figures.grouped(left)) symbols behind these are left out." : "")</p>
    <p>\(spans)</p>
    </html>

    """
  }
}
