import GeulText
import GeulWork

extension Tokenizer {
  /// A symbol's name where it can be seen: blanks as pictures, a mark on a dotted circle, nothing that a terminal obeys.
  public func visibleName(ofSymbol id: UInt32) -> String {
    let name = name(ofSymbol: id)
    switch name {
    case " ": return "␣"
    case "\n": return "↵"
    case "\t": return "⇥"
    default: break
    }
    let isMark = name.unicodeScalars.first?.properties.generalCategory == .nonspacingMark
    return (isMark ? "◌" : "") + VisibleText.line(name)
  }
}
