import GeulKit

/// What may stand in place of the last part of a line.
struct Completion: Equatable {
  /// The part, at the line's end.
  let word: String
  /// What it may become, in order; what ends in `/` is a folder.
  let candidates: [String]

  /// What takes the word's place: the only candidate, with a blank behind it unless it is a folder, or what all
  /// candidates begin with.
  var insertion: String {
    guard let first = candidates.first else { return word }
    guard candidates.count > 1 else { return first.hasSuffix("/") ? first : first + " " }
    var common = Array(first)
    for candidate in candidates.dropFirst() {
      let same = zip(common, candidate).prefix {
        $0.unicodeScalars.elementsEqual($1.unicodeScalars)
      }
      common.removeSubrange(same.count...)
    }
    // A candidate that differs from the word in its normalization alone must not shorten it.
    let text = String(common)
    return text.unicodeScalars.count < word.unicodeScalars.count ? word : text
  }

  /// The candidates in columns, without the folder that all of them are in; at most `limit` rows.
  func rows(width: Int, limit: Int, columns: (String) -> Int) -> [String] {
    let names = candidates.map { VisibleText.line(Self.lastPart($0)) }
    let widths = names.map(columns)
    let cell = (widths.max() ?? 0) + 2
    let perRow = max(1, width / cell)
    let count = (names.count + perRow - 1) / perRow
    var rows = (0..<count).map { row in
      var text = ""
      for index in stride(from: row, to: names.count, by: count) {
        let isLast = index + count >= names.count
        text += names[index] + (isLast ? "" : String(repeating: " ", count: cell - widths[index]))
      }
      return text
    }
    if rows.count > limit {
      rows.removeSubrange((limit - 1)...)
      rows.append("… \(names.count) in all")
    }
    return rows
  }

  private static func lastPart(_ path: String) -> String {
    let body = path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
    guard let slash = body.lastIndex(of: "/"), slash != body.startIndex else { return path }
    return String(path[path.index(after: slash)...])
  }
}
