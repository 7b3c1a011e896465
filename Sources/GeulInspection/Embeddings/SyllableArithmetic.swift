import GeulCompute

/// How often a syllable is found by exchanging a letter: of a - b + c, where a and b differ in one part alone and c and d in
/// the same way, whether d is the nearest syllable (after Mikolov, Yih and Zweig 2013): 가 - 나 + 너 ≈ 거.
public struct SyllableArithmetic: Sendable, Equatable {
  /// The two parts in which the four syllables differ.
  public let parts: [SyllableParts.Part]
  /// Fours that were tried.
  public let tried: Int
  /// The share found by a - b + c.
  public let found: Double
  /// The share found by a + c, which knows nothing of b (Linzen 2016).
  public let withoutDifference: Double
  /// The share found by a - b + c where the vectors were given to the syllables anew at random.
  public let shuffled: Double
  /// The share that guessing finds.
  public let chance: Double

  /// The most fours that are tried.
  public static let most = 1000
  private static let shuffles = 3

  /// Tries syllables that differ in two parts alone, drawn from all there are; nil where there are none.
  ///
  /// The nearest is that of the greatest cosine with the centred vectors, a, b and c themselves left out. Cost: n D for each.
  init?(_ table: VectorTable, _ syllables: [SyllableParts], exchanging parts: [SyllableParts.Part])
  {
    var random = RandomStream(seed: 2, purpose: RandomPurpose.embeddings)
    let fours = Self.fours(syllables, exchanging: parts, &random)
    guard !fours.isEmpty, syllables.count > 3 else { return nil }
    let vectors = table.centred.normalized
    func share(_ vectors: VectorTable, _ signs: (Double, Double, Double)) -> Double {
      let hits = fours.count { four in
        var sum = [Double](repeating: 0, count: vectors.width)
        for (row, sign) in [(four.a, signs.0), (four.b, signs.1), (four.c, signs.2)]
        where sign != 0 {
          for (place, value) in vectors[row].enumerated() { sum[place] += sign * value }
        }
        return Self.nearest(vectors.products(with: sum), without: [four.a, four.b, four.c])
          == four.d
      }
      return Double(hits) / Double(fours.count)
    }
    self.parts = parts
    tried = fours.count
    found = share(vectors, (1, -1, 1))
    withoutDifference = share(vectors, (1, 0, 1))
    chance = 1 / Double(syllables.count - 3)
    let all = Array(syllables.indices)
    let controls = (0..<Self.shuffles).map { _ in
      share(vectors.selecting(PairContrast.shuffled(all, [all], &random)), (1, -1, 1))
    }
    shuffled = controls.reduce(0, +) / Double(Self.shuffles)
  }

  private struct Four {
    let a: Int
    let b: Int
    let c: Int
    let d: Int
  }

  private static func nearest(_ products: [Double], without rows: [Int]) -> Int {
    var best = -1
    for row in products.indices where !rows.contains(row) {
      if best < 0 || products[row] > products[best] { best = row }
    }
    return best
  }

  /// Fours a, b, c, d: a and d share the first part, b and c, a and b the second, c and d; all of them the third.
  private static func fours(
    _ syllables: [SyllableParts], exchanging parts: [SyllableParts.Part],
    _ random: inout RandomStream
  ) -> [Four] {
    let fixed = SyllableParts.Part.allCases.filter { !parts.contains($0) }
    // Rows by what is fixed, then by the first part, then by the second.
    var grids: [Int: [Int: [Int: Int]]] = [:]
    for (row, syllable) in syllables.enumerated() {
      let key = fixed.reduce(0) { $0 * 28 + syllable[$1] }
      grids[key, default: [:]][syllable[parts[0]], default: [:]][syllable[parts[1]]] = row
    }
    var kept: [Four] = []
    var seen = 0
    for key in grids.keys.sorted() {
      let grid = grids[key] ?? [:]
      let firsts = grid.keys.sorted()
      for (place, one) in firsts.enumerated() {
        for other in firsts[(place + 1)...] {
          guard let left = grid[one], let right = grid[other] else { continue }
          let both = left.keys.filter { right[$0] != nil }.sorted()
          for (index, second) in both.enumerated() {
            for third in both[(index + 1)...] {
              guard let a = left[second], let b = right[second], let c = right[third],
                let d = left[third]
              else { continue }
              add(Four(a: a, b: b, c: c, d: d), to: &kept, after: &seen, &random)
            }
          }
        }
      }
    }
    return kept
  }

  /// Keeps each of so many fours with the same chance (Vitter 1985), any of its corners sought.
  private static func add(
    _ four: Four, to kept: inout [Four], after seen: inout Int, _ random: inout RandomStream
  ) {
    seen += 1
    let place = kept.count < most ? kept.count : Int(random.next() % UInt64(seen))
    guard place < most else { return }
    let four =
      switch random.next() % 4 {
      case 0: four
      case 1: Four(a: four.b, b: four.a, c: four.d, d: four.c)
      case 2: Four(a: four.c, b: four.d, c: four.a, d: four.b)
      default: Four(a: four.d, b: four.c, c: four.b, d: four.a)
      }
    if place == kept.count { kept.append(four) } else { kept[place] = four }
  }
}
