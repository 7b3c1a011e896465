/// The words of a command's line.
enum Words {
  /// Splits at blanks; what stands between `"` and `"` is one word, and a quote in it is written `\"`.
  ///
  /// Other backslashes are left as they are. nil if a quote is not closed.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var isQuoted = false
    var scalars = line.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      if scalar == "\\", next == "\"" {
        word = (word ?? .init()) + ["\""]
        next = scalars.next()
      } else if scalar == "\"" {
        isQuoted.toggle()
        word = word ?? .init()
      } else if !isQuoted && scalar.properties.isWhitespace {
        if let whole = word { words.append(String(whole)) }
        word = nil
      } else {
        word = (word ?? .init()) + [scalar]
      }
    }
    if let whole = word { words.append(String(whole)) }
    return isQuoted ? nil : words
  }
}
