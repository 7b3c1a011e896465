extension GraphemeBreaker {
  /// The extended grapheme clusters of a text, in order: what Geul takes for its characters.
  ///
  /// The language's own `Character` follows another version of the standard, by which some clusters are
  /// longer; in this one they are what units of graphemes, token files and decoders take them for. Clusters
  /// join to the text, scalar for scalar. Compare them by their scalars or bytes: `==` takes é for e + ◌́.
  /// Cost: linear in the text's length, and 32 bytes for each cluster.
  public static func clusters(of text: String) -> [Substring] {
    var breaker = GraphemeBreaker()
    var clusters: [Substring] = []
    var start = text.startIndex
    for place in text.unicodeScalars.indices
    where breaker.isBoundary(before: text.unicodeScalars[place].value) && place > start {
      clusters.append(text[start..<place])
      start = place
    }
    if start < text.endIndex { clusters.append(text[start...]) }
    return clusters
  }
}
