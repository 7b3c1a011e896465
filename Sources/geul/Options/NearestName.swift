/// The name that someone who mistyped `word` most likely meant.
///
/// Distance of Levenshtein (1966); nil if the nearest is more than a third of the word away.
func nearestName(to word: String, among names: [String]) -> String? {
  let best = names.map { (name: $0, distance: distance(word, $0)) }.min {
    $0.distance < $1.distance
  }
  guard let best, best.distance <= max(2, word.count / 3) else { return nil }
  return best.name
}

private func distance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
  var row = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, right) in b.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (left == right ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.count]
}
