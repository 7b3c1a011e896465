/// A script of the world's writing (UAX #24), as far as Geul tells them apart.
public enum UnicodeScript: String, CaseIterable, Sendable {
  /// Digits, punctuation, symbols, emoji: whatever several scripts share.
  case common
  /// Marks that belong to the script of their base.
  case inherited
  /// The script Latin.
  case latin
  /// The script Greek.
  case greek
  /// The script Cyrillic.
  case cyrillic
  /// The script Armenian.
  case armenian
  /// The script Georgian.
  case georgian
  /// The script Hebrew.
  case hebrew
  /// The script Arabic.
  case arabic
  /// The script Ethiopic.
  case ethiopic
  /// The script Devanagari.
  case devanagari
  /// The script Bengali.
  case bengali
  /// The script Gurmukhi.
  case gurmukhi
  /// The script Gujarati.
  case gujarati
  /// The script Tamil.
  case tamil
  /// The script Telugu.
  case telugu
  /// The script Kannada.
  case kannada
  /// The script Malayalam.
  case malayalam
  /// The script Sinhala.
  case sinhala
  /// The script Thai.
  case thai
  /// The script Lao.
  case lao
  /// The script Tibetan.
  case tibetan
  /// The script Myanmar.
  case myanmar
  /// The script Khmer.
  case khmer
  /// The script Mongolian.
  case mongolian
  /// The script Hangul.
  case hangul
  /// The script Hiragana.
  case hiragana
  /// The script Katakana.
  case katakana
  /// The script Bopomofo.
  case bopomofo
  /// The script Han.
  case han
  /// Any other script.
  case other

  /// The script of a scalar value; of an unassigned one, that of the assigned scalar before it.
  ///
  /// Cost: a binary search.
  public init(of scalar: UInt32) {
    let starts = UnicodeScriptTable.starts
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle].scalar <= scalar { low = middle + 1 } else { high = middle }
    }
    self = low == 0 ? .common : starts[low - 1].script
  }
}
