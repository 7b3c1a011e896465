/// A script of the world's writing (UAX #24), as far as Geul tells them apart.
public enum UnicodeScript: String, CaseIterable, Sendable {
  /// Digits, punctuation, symbols, emoji: whatever several scripts share.
  case common
  /// Marks that belong to the script of their base.
  case inherited
  /// Alphabets of Europe and the Caucasus.
  case latin, greek, cyrillic, armenian, georgian
  /// Scripts of the Near East and of Ethiopia.
  case hebrew, arabic, ethiopic
  /// Scripts of South Asia.
  case devanagari, bengali, gurmukhi, gujarati, tamil, telugu, kannada, malayalam, sinhala
  /// Scripts of Southeast and Inner Asia.
  case thai, lao, tibetan, myanmar, khmer, mongolian
  /// Scripts of East Asia; Han has the Hanja of Korean text.
  case hangul, hiragana, katakana, bopomofo, han
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
