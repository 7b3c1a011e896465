/// The Canonical Ordering Algorithm (the Unicode Standard, section 3.11) on marked scalars.
enum CanonicalOrder {
  /// Runs longer than this one are sorted by counting; shorter ones, which is all of real text, by insertion.
  private static let longestInsertion = 32

  /// Sorts every run of marks by combining class and keeps equals in place.
  ///
  /// Cost: linear, whatever the length of the runs.
  static func sort(_ marked: inout [UInt32]) {
    var start = 0
    while start < marked.count {
      var end = start
      while end < marked.count, marked[end] >> 24 != 0 { end += 1 }
      if end - start > longestInsertion {
        sortByCounting(&marked, start..<end)
      } else if end - start > 1 {
        sortByInsertion(&marked, start..<end)
      }
      start = end + 1
    }
  }

  private static func sortByInsertion(_ marked: inout [UInt32], _ run: Range<Int>) {
    for place in run.dropFirst() {
      let mark = marked[place]
      var target = place
      while target > run.lowerBound, marked[target - 1] >> 24 > mark >> 24 {
        marked[target] = marked[target - 1]
        target -= 1
      }
      marked[target] = mark
    }
  }

  private static func sortByCounting(_ marked: inout [UInt32], _ run: Range<Int>) {
    var next = [Int](repeating: 0, count: 257)
    for mark in marked[run] { next[Int(mark >> 24) + 1] += 1 }
    for combiningClass in 1...256 { next[combiningClass] += next[combiningClass - 1] }
    var sorted = [UInt32](repeating: 0, count: run.count)
    for mark in marked[run] {
      sorted[next[Int(mark >> 24)]] = mark
      next[Int(mark >> 24)] += 1
    }
    marked.replaceSubrange(run, with: sorted)
  }
}
