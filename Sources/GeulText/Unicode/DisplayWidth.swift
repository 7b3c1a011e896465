import CUTF8Proc

/// How many columns of a terminal text takes.
public enum DisplayWidth {
  /// The columns of a text without control characters: 2 for Hangul syllables, ideographs and emoji, 0 for marks.
  public static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + Int(utf8proc_charwidth(Int32(bitPattern: $1.value))) }
  }
}
